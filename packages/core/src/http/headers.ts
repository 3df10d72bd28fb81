import { invalidArgumentInWords } from '../messages/invalid-argument.ts';
import { version } from './version.ts';

type HeaderValues = Readonly<Record<string, string | undefined>>;

/**
 * Joins headers whatever their case, later ones winning, so that each is sent once, and appends the user agent.
 *
 * @throws InvalidArgumentError when a value cannot be sent, e.g. holds a line break or a character beyond Latin-1
 */
export function joinHeaders(...sets: HeaderValues[]): Record<string, string> {
  const joined = new Headers();
  for (const [name, value] of sets.flatMap(set => Object.entries(set))) {
    if (value === undefined) continue;
    try {
      joined.set(name, value);
    } catch {
      throw invalidArgumentInWords(
        `headers['${name}']`,
        'a value that HTTP cannot carry',
        'Latin-1 text without line breaks',
      );
    }
  }
  joined.set('user-agent', `${joined.get('user-agent') ?? ''} grok-image/${version}`.trim());
  return Object.fromEntries(joined);
}
