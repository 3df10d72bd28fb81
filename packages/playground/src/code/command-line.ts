import type { CodeView } from '../protocol/watch.ts';
import type { TakenCall } from './ai-sdk.ts';
import type { Origin } from '../services/service.ts';
import { toShellWord } from './literal.ts';

/** The call as a line for `npx grok-image`. */
export function toCommandLine({ asked, origin, sourceFiles }: TakenCall): CodeView {
  const { service, variables } = whereOf(origin);
  const words = [
    ...(service === 'xai' ? [] : [`--service ${toShellWord(service)}`]),
    `--model ${toShellWord(asked.model)}`,
    ...(asked.n > 1 ? [`-n ${asked.n}`] : []),
    ...(asked.aspectRatio === undefined ? [] : [`--ratio ${asked.aspectRatio}`]),
    ...Object.entries(asked.options).flatMap(toFlags),
    ...sourceFiles.map(file => `--edit ${toShellWord(file)}`),
  ];
  const prompt = toShellWord(asked.prompt);
  // Behind `--` nothing is taken for a flag.
  const all = asked.prompt.startsWith('-') ? [...words, '--', prompt] : [prompt, ...words];
  const line = [...variables, 'npx grok-image generate', ...all].join(' ');
  return { title: 'Command line', language: 'sh', code: `${line}\n` };
}

/** What the command line calls a service, and what it has to know of its address. */
function whereOf({ kind, gateway, baseURL }: Origin): { service: string; variables: readonly string[] } {
  if (gateway !== undefined) {
    const address = baseURL ?? (typeof gateway === 'object' ? gateway.baseURL : undefined);
    return { service: address ?? String(gateway), variables: [] };
  }
  const variable = `${kind.toUpperCase()}_BASE_URL`;
  return { service: kind, variables: baseURL === undefined ? [] : [`${variable}=${toShellWord(baseURL)}`] };
}

/** A list of words is a flag for each of them. */
function toFlags([option, value]: [string, unknown]): string[] {
  const name = option.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
  if (typeof value === 'boolean') return [value ? `--${name}` : `--no-${name}`];
  const isList = Array.isArray(value) && value.every(one => typeof one === 'string');
  const values: readonly unknown[] = isList ? value : [value];
  return values.map(one => `--${name} ${toShellWord(typeof one === 'string' ? one : JSON.stringify(one))}`);
}
