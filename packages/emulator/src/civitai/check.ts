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
  const { data, error } = schema.safeParse(body, { reportInput: true });
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
  const { error } = schema.safeParse(value, { reportInput: true });
  return toFindings(flatten(error?.issues ?? [], []), name);
}

interface Issue {
  readonly code: string;
  readonly path: PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

/** Of a union that fits nowhere, what the branch says that is meant: a reference, or the value itself. */
function flatten(issues: readonly z.core.$ZodIssue[], parent: readonly PropertyKey[]): readonly Issue[] {
  return issues.flatMap(issue => {
    const path = [...parent, ...issue.path];
    const { code, message } = issue;
    if (code === 'unrecognized_keys') return [{ code, path, message, keys: issue.keys }];
    if (code !== 'invalid_union') return [{ code, path, message }];
    if ('options' in issue)
      return [
        {
          code,
          path,
          message: `Invalid option: expected one of ${issue.options.filter(Boolean).join(', ')}`,
        },
      ];
    const isReference = typeof issue.input === 'object' && issue.input !== null && '$ref' in issue.input;
    return flatten(issue.errors[isReference ? 0 : 1] ?? [], path);
  });
}

function toFindings(issues: readonly Issue[], name: string): Findings {
  const findings = new Map<string, string[]>();
  for (const { path, keys = [], message } of issues) {
    for (const part of keys.length > 0 ? keys.map(key => [...path, key]) : [path]) {
      const field = z.core.toDotPath(name === '' ? part : [name, ...part]);
      findings.set(field, [...(findings.get(field) ?? []), message]);
    }
  }
  return findings;
}

function drop(body: unknown, path: readonly PropertyKey[], keys: readonly string[]): void {
  const parent = path.reduce<unknown>((part, key) => (isObject(part) ? Reflect.get(part, key) : part), body);
  if (isObject(parent)) for (const key of keys) Reflect.deleteProperty(parent, key);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
