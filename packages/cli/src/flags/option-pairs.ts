import { invalidArgument, invalidArgumentInWords } from '@grok-image/core';
import { suggestion } from '@grok-image/core/internal';
import { parseJson, readWritten, type Flag } from './flag.ts';

/**
 * Reads `--option key=value`: every option of a model by its own name, also one that has no flag.
 *
 * @throws InvalidArgumentError naming the pair, and for a name that is not known the nearest
 * @example
 * readOptionPairs(['quality=high'], flags); // { quality: 'high' }
 */
export function readOptionPairs(pairs: readonly string[], flags: readonly Flag[]): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const pair of pairs) {
    const [, name = '', text = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === '') throw invalidArgument('--option', pair, 'key=value, e.g. quality=high');
    const flag = flags.find(one => one.name === name);
    const names = flags.map(one => one.name);
    if (flag === undefined) {
      throw invalidArgumentInWords(`--option ${name}`, 'an unknown option', suggestion([name], names));
    }
    const place = `--option ${name}`;
    options[name] = readWritten(flag, flag.isList ? toList(text, place) : text, place);
  }
  return options;
}

/** A list as JSON, or with commas. */
function toList(text: string, place: string): unknown {
  return text.trim().startsWith('[') ? parseJson(text, place) : text.split(',');
}
