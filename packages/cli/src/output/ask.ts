import type { Output } from './output.ts';

/** Whether a person can answer: keyboard and screen are there, and no program reads along. */
export function isPerson({ mode }: Output): boolean {
  return mode === 'terminal' && process.stdin.isTTY;
}

/**
 * Asks a person for a text.
 *
 * @returns `undefined` where nobody is there, or wants to
 */
export async function ask(message: string, output: Output): Promise<string | undefined> {
  if (!isPerson(output)) return undefined;
  const { isCancel, text } = await import('@clack/prompts');
  const answer = await text({ message, output: process.stderr });
  return isCancel(answer) ? undefined : answer;
}

/** Asks a person whether to go on; `false` where nobody is there, or wants to. */
export async function confirm(message: string, output: Output): Promise<boolean> {
  if (!isPerson(output)) return false;
  const { confirm: askWhether } = await import('@clack/prompts');
  return (await askWhether({ message, initialValue: false, output: process.stderr })) === true;
}
