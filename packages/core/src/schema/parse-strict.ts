import { isRecord } from '@ai-sdk/provider-utils';
import type * as z from 'zod/v4';
import { excerpt, longestName } from '../messages/excerpt.ts';
import { invalidArgument, invalidArgumentInWords } from '../messages/invalid-argument.ts';
import { acceptedBy, shownNames } from './accepted.ts';
import { isPlainObject } from './json.ts';

/** What names that are not known at one place are, and where they are accepted, both completing the sentence. */
export type Elsewhere = ReadonlyMap<string, { readonly what: string; readonly accepted: string }>;

/**
 * Checks what a caller gave by a strict schema, before anything is sent. What the schema says as `error` completes
 * "Accepted: "; without it the words come from its kind, e.g. the values of an enum. Lists and objects are copied, and
 * a field whose value is `undefined` is left out.
 *
 * @param path - where it stands, e.g. `providerOptions.xai`; `''` where its fields stand for themselves
 * @param elsewhere - names that are not known here, and are elsewhere
 * @throws InvalidArgumentError naming the field, what was given and what is accepted; for a name that is not known, the
 * nearest known one
 * @example
 * const schema = z.strictObject({ resolution: z.enum(['1k', '2k']).optional() });
 * parseStrict(schema, { resolution: '4k' }, 'providerOptions.xai');
 * // Invalid providerOptions.xai.resolution: got "4k". Accepted: "1k", "2k". Nothing was sent.
 */
export function parseStrict<SCHEMA extends z.ZodType>(
  schema: SCHEMA,
  given: unknown,
  path: string,
  elsewhere: Elsewhere = new Map(),
): z.output<SCHEMA> {
  const { data, error } = schema.safeParse(given, { error: acceptedBy });
  const [issue] = error?.issues ?? [];
  if (issue?.code === 'unrecognized_keys' && issue.path.length === 0) {
    const places = issue.keys.flatMap(name => {
      const place = elsewhere.get(name);
      return place ? [{ ...place, field: fieldAt(path, name) }] : [];
    });
    if (places.length > 0) throw refuseMisplaced(places);
  }
  if (error) throw toInvalidArgument(error.issues, given, path);
  tidy(data, given, path);
  return data;
}

function toInvalidArgument(issues: readonly z.core.$ZodIssue[], given: unknown, path: string): Error {
  const [issue] = issues;
  let [field, value] = [path, given];
  for (const key of issue?.path ?? []) {
    if (isInstance(value)) return refuseInstance(field, value);
    [field, value] = [fieldAt(field, key), entryOf(value, key)];
  }
  if (issue?.code === 'unrecognized_keys') {
    if (isInstance(value)) return refuseInstance(field, value);
    const fields = shownNames(issue.keys).map(name => fieldAt(field, name));
    const what = fields.length === 1 ? 'an unknown option' : 'unknown options';
    return invalidArgumentInWords(fields.join(' and '), what, issue.message);
  }
  if (issue?.code === 'invalid_union' && typeof value === 'object') {
    const inner = issue.errors.find(([first]) => first?.code === 'unrecognized_keys' || first?.path.length);
    if (inner) return toInvalidArgument(inner, value, field);
  }
  return invalidArgument(field || 'argument', value, issue?.message ?? 'another value');
}

function refuseMisplaced(places: readonly { field: string; what: string; accepted: string }[]): Error {
  const all = (name: 'field' | 'what' | 'accepted') => [...new Set(places.map(place => place[name]))];
  return invalidArgumentInWords(
    all('field').join(' and '),
    all('what').join(' and '),
    all('accepted').join(', and '),
  );
}

function isInstance(value: unknown): boolean {
  return isRecord(value) && !isPlainObject(value);
}

function refuseInstance(field: string, value: unknown): Error {
  return invalidArgument(field || 'argument', value, 'a plain object, no instance of a class');
}

/** Where an entry stands; a name that is none is shown by its beginning. */
function fieldAt(path: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  const name = excerpt(String(key), longestName);
  return path === '' ? name : `${path}.${name}`;
}

function entryOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/**
 * Finishes what Zod copied, by comparing it with what was given: fields that are `undefined` are taken out, and instances
 * of classes are refused, of which Zod reads what they inherit. What a schema passes on as it is, e.g. bytes, is let alone.
 */
function tidy(copy: unknown, given: unknown, path: string): void {
  if (copy === given) return;
  if (Array.isArray(copy) && Array.isArray(given)) {
    for (const [index, entry] of copy.entries()) tidy(entry, given[index], fieldAt(path, index));
    return;
  }
  if (!isPlainObject(copy) || !isRecord(given)) return;
  if (isInstance(given)) throw refuseInstance(path, given);
  for (const [name, value] of Object.entries(copy)) {
    if (value === undefined) Reflect.deleteProperty(copy, name);
    else tidy(value, given[name], fieldAt(path, name));
  }
}
