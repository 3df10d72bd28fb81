import type { CodeView } from '../protocol/watch.ts';
import type { TakenCall } from './ai-sdk.ts';
import { toShellWord } from './literal.ts';

/** The call as a line for `npx grok-image`. */
export function toCommandLine({ asked, origin, sourceFiles }: TakenCall): CodeView {
  const service = origin.gateway ?? origin.baseURL ?? origin.kind;
  const flags: [string, string | undefined][] = [
    ['service', service === 'xai' ? undefined : service],
    ['model', asked.model],
    ['n', asked.n > 1 ? String(asked.n) : undefined],
    ['aspect-ratio', asked.aspectRatio],
    ...Object.entries(asked.options).map(([name, value]): [string, string] => [
      name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`),
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ...sourceFiles.map((file): [string, string] => ['image', file]),
  ];
  const words = flags.flatMap(([name, value]) =>
    value === undefined ? [] : value === 'true' ? [`--${name}`] : [`--${name} ${toShellWord(value)}`],
  );
  // Behind `--` nothing is taken for a flag.
  const prompt = asked.prompt.startsWith('-')
    ? [...words, '--', toShellWord(asked.prompt)]
    : [toShellWord(asked.prompt), ...words];
  const code = ['npx grok-image generate', ...prompt].join(' ');
  return { title: 'Command line', language: 'sh', code: `${code}\n` };
}
