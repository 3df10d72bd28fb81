import { isObject, type JsonObject } from './json.ts';
import { validationProblem } from './problem.ts';

/** What is wrong with a body, by field. */
export interface Findings {
  /** Whether unknown fields are reported; else they are dropped from the body. */
  readonly strict: boolean;
  readonly errors: Map<string, string[]>;
}

/** Checks one value and reports what it does not accept. */
export type Rule = (value: unknown, path: string, findings: Findings) => void;

/**
 * Applies a rule to a body; `path` is the name of the body in the findings.
 *
 * @throws {Problem} with every finding.
 */
export function enforce(rule: Rule, body: unknown, strict: boolean, path = ''): void {
  const errors = check(rule, body, strict, path);
  if (errors.size > 0) throw validationProblem(errors);
}

/** What a rule finds wrong with a value, by field. */
export function check(rule: Rule, value: unknown, strict: boolean, path: string): Findings['errors'] {
  const findings: Findings = { strict, errors: new Map() };
  rule(value, path, findings);
  return findings.errors;
}

/** Writes down a finding. The message starts with the field's name. */
export function report({ errors }: Findings, path: string, message: string): void {
  const name = path.split('.').at(-1);
  const sentence = `${name === '' ? 'The body' : name} ${message}`;
  errors.set(path, [...(errors.get(path) ?? []), sentence]);
}

export const anything: Rule = () => {};

export const flag: Rule = (value, path, findings) => {
  if (typeof value !== 'boolean') report(findings, path, 'must be true or false');
};

export const anyObject: Rule = (value, path, findings) => {
  if (!isObject(value)) report(findings, path, 'must be an object');
};

export function text(limits: { min?: number; max?: number; like?: RegExp; form?: string } = {}): Rule {
  const { min = 0, max = Infinity, like, form = 'of another form' } = limits;
  return (value, path, findings) => {
    if (typeof value !== 'string') report(findings, path, 'must be a string');
    else if (value.length < min) report(findings, path, `must have at least ${min} characters`);
    else if (value.length > max) report(findings, path, `must have at most ${max} characters`);
    else if (like !== undefined && !like.test(value)) report(findings, path, `must be ${form}`);
  };
}

export function quantity(min: number, max: number, whole: boolean): Rule {
  return (value, path, findings) => {
    if (typeof value !== 'number' || (whole && !Number.isInteger(value)))
      report(findings, path, whole ? 'must be an integer' : 'must be a number');
    else if (value < min) report(findings, path, `must be ≥ ${min}`);
    else if (value > max) report(findings, path, `must be ≤ ${max}`);
  };
}

export function oneOf(words: readonly string[]): Rule {
  return (value, path, findings) => {
    if (typeof value !== 'string' || !words.includes(value))
      report(findings, path, `must be one of ${words.join(', ')}`);
  };
}

export function list(item: Rule, limits: { min?: number; max?: number; unique?: boolean } = {}): Rule {
  const { min = 0, max = Infinity, unique = false } = limits;
  return (value, path, findings) => {
    if (!Array.isArray(value)) return report(findings, path, 'must be an array');
    if (value.length < min) report(findings, path, `minItems is ${min}, got ${value.length}`);
    if (value.length > max) report(findings, path, `maxItems is ${max}, got ${value.length}`);
    if (unique && new Set(value).size < value.length) report(findings, path, 'items must be unique');
    return value.forEach((part, index) => item(part, `${path}[${index}]`, findings));
  };
}

export function nullable(rule: Rule): Rule {
  return (value, path, findings) => {
    if (value !== null) rule(value, path, findings);
  };
}

/** An object with these fields and no others. */
export function closed(fields: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  return (value, path, findings) => {
    if (!isObject(value)) return report(findings, path, 'must be an object');
    const inside = (key: string): string => (path === '' ? key : `${path}.${key}`);
    for (const key of required) {
      if (value[key] === undefined) report(findings, inside(key), 'is required');
    }
    return checkFields(fields, value, inside, findings);
  };
}

function checkFields(
  fields: Readonly<Record<string, Rule>>,
  value: JsonObject,
  inside: (key: string) => string,
  findings: Findings,
): void {
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const rule = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (rule !== undefined) rule(part, inside(key), findings);
    else if (!findings.strict) Reflect.deleteProperty(value, key);
    else
      report(findings, inside(key), `is not a known property; known are ${Object.keys(fields).join(', ')}`);
  }
}
