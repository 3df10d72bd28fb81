import leven from 'leven';
import type { $ZodIssue } from 'zod/v4/core';
import { safeParse, type ZodMiniObject, type infer as Infer } from 'zod/v4-mini';
import { excerpt } from './excerpt.ts';
import { invalidArgument, invalidArgumentInWords } from './invalid-argument.ts';

/** Longest name of an option that a message repeats, in characters. */
const longestName = 60;

/**
 * Reads provider options strictly: a key that is not known is an error that suggests the nearest known one, and a
 * value that is not accepted is an error that says what is.
 *
 * @param key - the key in `providerOptions`, e.g. `'xai'`, for messages
 * @param schema - a strict object schema; objects nested in it list their fields as their `error`
 * @throws InvalidArgumentError naming the option, e.g. `providerOptions.xai.resolution`
 * @example
 * parseOptions('xai', schema, { resolutoin: '2k' });
 * // Invalid providerOptions.xai.resolutoin: got an unknown option. Accepted: resolution (did you mean that?) …
 */
export function parseOptions<SCHEMA extends ZodMiniObject>(
  key: string,
  schema: SCHEMA,
  given: unknown,
): Infer<SCHEMA> {
  const parsed = safeParse(schema, given ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw parsed.error;
  const path = ['providerOptions', key, ...issue.path.map(part => excerpt(String(part), longestName))].join(
    '.',
  );
  if (issue.code === 'unrecognized_keys') {
    const unknown = excerpt(issue.keys[0] ?? '', longestName);
    const accepted = issue.path.length === 0 ? suggestion(unknown, Object.keys(schema.shape)) : issue.message;
    throw invalidArgumentInWords(`${path}.${unknown}`, 'an unknown option', accepted);
  }
  throw invalidArgument(path, valueAt(given, issue.path), acceptedBy(issue));
}

function suggestion(unknown: string, known: readonly string[]): string {
  const distance = (name: string) => leven(unknown.toLowerCase(), name.toLowerCase());
  const nearest = known.toSorted((one, other) => distance(one) - distance(other))[0];
  const isNear = nearest !== undefined && distance(nearest) <= Math.max(2, unknown.length / 3);
  return `${isNear ? `${nearest} (did you mean that?), or any of ` : ''}${known.join(', ')}`;
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    given,
  );
}

/** What a schema accepts, in words. Formats and unions speak for themselves, by the message of their schema. */
function acceptedBy(issue: $ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(value => JSON.stringify(value)).join(', ');
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a value of type ${issue.expected}`;
    case 'too_small':
      return `${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return issue.message;
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
