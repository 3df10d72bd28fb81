import { inspect } from 'node:util';
import leven from 'leven';
import * as z from 'zod/v4';

/** What a test gave to the emulator is nothing that it takes, e.g. a name with a slip, which would do nothing in silence. */
export class EmulatorArgumentError extends TypeError {
  override readonly name = 'EmulatorArgumentError';
  /** Where it stands, e.g. `civitai.stepMs`; empty for the argument itself. */
  readonly field: string;

  constructor(task: string, field: string, found: string, accepted: string) {
    super(`Failed to ${task}: ${field === '' ? 'the argument' : field} ${found}. Accepted: ${accepted}.`);
    this.field = field;
  }
}

/**
 * Reads what a test gave, with defaults filled in.
 *
 * @param task completes "Failed to ".
 * @throws {EmulatorArgumentError} that names the field, what was given, what is accepted, and the nearest name.
 */
export function readArgument<Value>(task: string, schema: z.ZodType<Value>, given: unknown): Value {
  const { data, error } = schema.safeParse(given, { reportInput: true });
  if (error === undefined) return data;
  throw refusalOf(task, error.issues, []);
}

function refusalOf(
  task: string,
  [issue]: readonly z.core.$ZodIssue[],
  parent: PropertyKey[],
): EmulatorArgumentError {
  const path = [...parent, ...(issue?.path ?? [])];
  if (issue?.code === 'invalid_union') {
    const inner = issue.errors.find(([first]) => first?.code === 'unrecognized_keys' || first?.path.length);
    if (inner !== undefined) return refusalOf(task, inner, path);
  }
  const { message = 'another value', input } = issue ?? {};
  const [key] = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const field = z.core.toDotPath(key === undefined ? path : [...path, key]);
  const found =
    key === undefined ? `is ${show(input)}` : `(${show(Reflect.get(Object(input), key))}) is not known`;
  return new EmulatorArgumentError(task, field, found, message);
}

/** What can stand in a message; never a long text or the inside of a large object. */
function show(value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 60, maxArrayLength: 4, breakLength: Infinity });
}

/** Names, the nearest to what was given first, where one is near. */
function suggest(given: string, names: readonly string[]): string {
  const distance = (name: string): number => leven(given.toLowerCase(), name.toLowerCase());
  const nearest = names.toSorted((one, other) => distance(one) - distance(other))[0];
  const isNear = nearest !== undefined && distance(nearest) <= Math.max(2, given.length / 3);
  return `${isNear ? `${nearest} (did you mean that?), or any of ` : ''}${names.join(', ')}`;
}

/** An object with no other names than these. */
export function object<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? suggest(issue.keys[0] ?? '', names)
        : `an object of ${names.join(', ')}`,
  });
}

/** One of several words. */
export function word<Word extends string>(words: readonly Word[]): z.ZodType<Word> {
  return z.enum(words, { error: ({ input }) => suggest(String(input), words) });
}

/** A function, which is passed on as it is. */
export function callable<Callable>(): z.ZodType<Callable> {
  return z.custom<Callable>(value => typeof value === 'function', 'a function');
}

export const flag: z.ZodType<boolean> = z.boolean('true or false');
export const text: z.ZodType<string> = z.string('a text');
export const milliseconds: z.ZodType<number> = numberFrom(0, 'milliseconds');

/** A number, fractions and `Infinity` included. */
export function numberFrom(least: number, noun = 'a number'): z.ZodType<number> {
  return z.custom<number>(value => typeof value === 'number' && value >= least, `${noun} from ${least}`);
}

export function wholeFrom(least: number, most: number = Number.MAX_SAFE_INTEGER): z.ZodType<number> {
  const words = `a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? '' : ` to ${most}`}`;
  return z.int(words).min(least, words).max(most, words);
}

export function listOf<Value>(item: z.ZodType<Value>): z.ZodType<Value[]> {
  return z.array(item, 'a list');
}
