import type { CodeView } from '../protocol/watch.ts';
import type { TakenCall } from './ai-sdk.ts';
import { toShellWord } from './literal.ts';

/** The call as a line for `npx grok-image`. */
export function toCommandLine({ asked, origin, sourceFiles }: TakenCall): CodeView {
  const service = origin.gateway ?? origin.baseURL ?? origin.kind;
  const words = [
    ...(service === 'xai' ? [] : [`--service ${toShellWord(service)}`]),
    `--model ${toShellWord(asked.model)}`,
    ...(asked.n > 1 ? [`-n ${asked.n}`] : []),
    ...(asked.aspectRatio === undefined ? [] : [`--ratio ${asked.aspectRatio}`]),
    ...Object.entries(asked.options).map(toFlag),
    ...sourceFiles.map(file => `--edit ${toShellWord(file)}`),
  ];
  const prompt = toShellWord(asked.prompt);
  // Behind `--` nothing is taken for a flag.
  const all = asked.prompt.startsWith('-') ? [...words, '--', prompt] : [prompt, ...words];
  return { title: 'Command line', language: 'sh', code: `npx grok-image generate ${all.join(' ')}\n` };
}

function toFlag([option, value]: [string, unknown]): string {
  const name = option.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
  if (typeof value === 'boolean') return value ? `--${name}` : `--no-${name}`;
  return `--${name} ${toShellWord(typeof value === 'string' ? value : JSON.stringify(value))}`;
}
