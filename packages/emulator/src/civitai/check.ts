import * as z from 'zod/v4';
import { validationProblem } from './problem.ts';

/** What is wrong with a body: sentences by field, e.g. `steps[0].input.aspectRatio`. */
type Findings = ReadonlyMap<string, readonly string[]>;

/**
 * A body that fits a schema. What the schema does not know is refused if `strict`, else dropped from the body.
 *
 * @param name the name of the body in the findings.
 * @throws {Problem} with every finding.
 */
export function check<Value>(schema: z.ZodType<Value>, body: unknown, strict: boolean, name = ''): Value {
  const { data, error } = schema.safeParse(body, { error: toWords, reportInput: true });
  if (error === undefined) return data;
  const issues = flatten(error.issues, []);
  const surplus = strict ? [] : issues.filter(issue => issue.code === 'unrecognized_keys');
  if (surplus.length > 0) {
    for (const { path, keys = [] } of surplus) drop(body, path, keys);
    return check(schema, body, strict, name);
  }
  throw validationProblem(Object.fromEntries(toFindings(issues, name)));
}

/** What a schema finds wrong with a value. */
export function findingsOf(schema: z.ZodType, value: unknown, name: string): Findings {
  const { error } = schema.safeParse(value, { error: toWords, reportInput: true });
  return toFindings(flatten(error?.issues ?? [], []), name);
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** Of a union that fits nowhere, what the branch says that is meant: a reference, or the value itself. */
function flatten(issues: readonly z.core.$ZodIssue[], parent: readonly PropertyKey[]): readonly Issue[] {
  return issues.flatMap(issue => {
    const path = [...parent, ...issue.path];
    if (issue.code === 'unrecognized_keys') return [{ ...issue, path }];
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path, keys: [] }];
    const isReference = typeof issue.input === 'object' && issue.input !== null && '$ref' in issue.input;
    return flatten(issue.errors[isReference ? 0 : 1] ?? [], path);
  });
}

function toFindings(issues: readonly Issue[], name: string): Findings {
  const findings = new Map<string, string[]>();
  for (const { path, keys = [], message } of issues) {
    for (const part of keys.length > 0 ? keys.map(key => [...path, key]) : [path]) {
      const field = pathOf(part, name);
      const sentence = `${field.split('.').at(-1) || 'The body'} ${message}`;
      findings.set(field, [...(findings.get(field) ?? []), sentence]);
    }
  }
  return findings;
}

function pathOf(path: readonly PropertyKey[], name: string): string {
  const parts = path.map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return `${name}${parts.join('')}`.replace(/^\./, '');
}

function drop(body: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  const parent = path.reduce<unknown>((part, key) => (isObject(part) ? Reflect.get(part, key) : part), body);
  if (isObject(parent)) for (const key of keys) Reflect.deleteProperty(parent, key);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const kinds: Readonly<Record<string, string>> = {
  array: 'an array',
  boolean: 'true or false',
  int: 'an integer',
  number: 'a number',
  object: 'an object',
  record: 'an object',
  string: 'a string',
};

/** Sentences without their subject, which is the field's name. */
const toWords: z.core.$ZodErrorMap = issue => {
  if (issue.input === undefined) return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return limitWords(issue, issue.minimum, ['minItems is', 'at least', '≥']);
    case 'too_big':
      return limitWords(issue, issue.maximum, ['maxItems is', 'at most', '≤']);
    case 'unrecognized_keys':
      return `is not a known property; known are ${issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape).join(', ') : ''}`;
    default:
      return 'is not valid';
  }
};

function limitWords(
  { origin, input }: { readonly origin: string; readonly input?: unknown },
  limit: number | bigint,
  [items, characters, sign]: readonly [string, string, string],
): string {
  if (origin === 'array') return `${items} ${limit}, got ${Array.isArray(input) ? input.length : 0}`;
  return origin === 'string' ? `must have ${characters} ${limit} characters` : `must be ${sign} ${limit}`;
}
