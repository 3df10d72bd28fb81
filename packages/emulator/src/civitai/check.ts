import { applyPatch, type Operation } from 'rfc6902';
import * as z from 'zod/v4';
import { problem, validationProblem } from './problem.ts';

type Findings = Readonly<Record<string, readonly string[]>>;

/** A body that fits a schema. What the schema does not know is refused if `strict`, else dropped. `name` begins the findings. */
export function check<Value>(schema: z.ZodType<Value>, body: unknown, strict: boolean, name = ''): Value {
  const { data, error } = schema.safeParse(body, { reportInput: true });
  if (error === undefined) return data;
  const issues = flatten(error.issues, []);
  const surplus = strict ? [] : issues.filter(({ surplus: key }) => key !== undefined);
  if (surplus.length === 0) throw validationProblem(toFindings(issues, name));
  for (const { path } of surplus) drop(body, path);
  return check(schema, body, strict, name);
}

export function findingsOf(schema: z.ZodType, value: unknown, name: string): Findings {
  const { error } = schema.safeParse(value, { reportInput: true });
  return toFindings(flatten(error?.issues ?? [], []), name);
}

interface Issue {
  readonly path: PropertyKey[];
  readonly message: string;
  readonly surplus?: string;
}

/** Of a union that fits nowhere, what the branch says that is meant: a reference, or the value itself. */
function flatten(issues: readonly z.core.$ZodIssue[], parent: readonly PropertyKey[]): readonly Issue[] {
  return issues.flatMap((issue): readonly Issue[] => {
    const path = [...parent, ...issue.path];
    const { message } = issue;
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(surplus => ({ path: [...path, surplus], message, surplus }));
    if (issue.code !== 'invalid_union') return [{ path, message }];
    if ('options' in issue) {
      const options = issue.options.filter(Boolean).join(', ');
      return [{ path, message: `Invalid option: expected one of ${options}` }];
    }
    const isReference = typeof issue.input === 'object' && issue.input !== null && '$ref' in issue.input;
    return flatten(issue.errors[isReference ? 0 : 1] ?? [], path);
  });
}

function toFindings(issues: readonly Issue[], name: string): Findings {
  const findings = new Map<string, string[]>();
  for (const { path, message } of issues) {
    const field = z.core.toDotPath(name === '' ? path : [name, ...path]);
    findings.set(field, [...(findings.get(field) ?? []), message]);
  }
  return Object.fromEntries(findings);
}

function drop(body: unknown, path: readonly PropertyKey[]): void {
  const parent = path.slice(0, -1).reduce<unknown>((part, key) => Reflect.get(Object(part), key), body);
  Reflect.deleteProperty(Object(parent), path.at(-1) ?? '');
}

const pointer = z.string().regex(/^\//, 'must be a JSON pointer such as /tags/0');

const patchSchema: z.ZodType<Operation[]> = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.enum(['add', 'replace', 'test']), path: pointer, value: z.unknown() }),
    z.object({ op: z.literal('remove'), path: pointer }),
    z.object({ op: z.enum(['move', 'copy']), path: pointer, from: pointer }),
  ]),
);

/** A copy with a JSON Patch (RFC 6902) applied. Throws 400 if it is none or a path leads nowhere, 409 if a test fails. */
export function patched<Target extends object>(target: Target, body: unknown): Target {
  const operations = check(patchSchema, body, true);
  const copy = structuredClone(target);
  for (const [index, error] of applyPatch(copy, operations).entries()) {
    const path = operations[index]?.path ?? '';
    if (error?.name === 'TestError') throw problem(409, `The test of ${path} failed.`);
    if (error !== null) throw problem(400, `The path ${path} does not exist.`);
  }
  return copy;
}
