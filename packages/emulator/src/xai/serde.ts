import type { JsonNode } from './json.ts';

/** Valid JSON of the wrong shape. `offset` is where the reader stood. */
export class SerdeError extends Error {
  override readonly name = 'SerdeError';
  readonly offset: number;

  constructor(path: string, reason: string, offset: number) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.offset = offset;
  }
}

/** Reads a value of one type, or throws a `SerdeError` with the words of Rust's serde. */
export type Decoder<Value> = (node: JsonNode, path: string) => Value;

export const text: Decoder<string> = (node, path) =>
  node.kind === 'string' ? node.value : invalidType(node, path, 'a string');

export const bool: Decoder<boolean> = (node, path) =>
  node.kind === 'boolean' ? node.value : invalidType(node, path, 'a boolean');

/** A whole number within 32 bits. */
export const int32: Decoder<number> = (node, path) => {
  if (node.kind !== 'number' || !node.isInteger) return invalidType(node, path, 'i32');
  if (Math.abs(node.value) < 2 ** 31) return node.value;
  throw new SerdeError(path, `invalid value: ${describe(node)}, expected i32`, node.end);
};

/** One of several words. */
export function variant<Word extends string>(words: readonly Word[]): Decoder<Word> {
  const expected = oneOf(words);
  return (node, path) => {
    if (node.kind !== 'string') return invalidType(node, path, 'string or map');
    const found = words.find(word => word === node.value);
    if (found !== undefined) return found;
    throw new SerdeError(path, `unknown variant \`${node.value}\`, expected ${expected}`, node.end);
  };
}

/** A value, or null, or no value. */
export function optional<Value>(decode: Decoder<Value>): Decoder<Value | undefined> {
  return (node, path) => (node.kind === 'null' ? undefined : decode(node, path));
}

export function list<Value>(decode: Decoder<Value>): Decoder<Value[]> {
  return (node, path) =>
    node.kind === 'array'
      ? node.items.map((item, index) => decode(item, `${path}[${index}]`))
      : invalidType(node, path, 'a sequence');
}

/** The first of several shapes that fits. */
export function untagged<First, Second>(
  name: string,
  first: Decoder<First>,
  second: Decoder<Second>,
): Decoder<First | Second> {
  return (node, path) => {
    for (const decode of [first, second]) {
      try {
        return decode(node, path);
      } catch (error) {
        if (!(error instanceof SerdeError)) throw error;
      }
    }
    throw new SerdeError(path, `data did not match any variant of untagged enum ${name}`, node.end);
  };
}

/** An object with a single field, which tells what is in it. */
export function tagged<Tag extends string>(...tags: readonly Tag[]): Decoder<readonly [Tag, JsonNode]> {
  return (node, path) => {
    const [field, second] = node.kind === 'object' ? node.fields : [];
    if (field === undefined) return invalidType(node, path, 'an enum variant');
    const [name, value] = field;
    const tag = tags.find(each => each === name);
    if (tag === undefined) {
      throw new SerdeError(path, `unknown variant \`${name}\`, expected ${oneOf(tags)}`, value.end);
    }
    if (second !== undefined) throw new SerdeError(path, 'expected a single variant', second[1].end);
    return [tag, value];
  };
}

/** An object. Fields are checked in the order of the document, then missing ones, as serde does. */
export function struct<Value extends object>(
  name: string,
  decoders: { readonly [Key in keyof Value]-?: Decoder<Value[Key]> },
  {
    required = [],
    strict = false,
    missing = [],
  }: {
    readonly required?: readonly string[];
    readonly strict?: boolean;
    /** Fields of the type that are treated as unknown. */
    readonly missing?: readonly string[];
  } = {},
): Decoder<Value> {
  const known = new Map<string, Extract<keyof Value, string>>();
  for (const key in decoders) if (!missing.includes(key)) known.set(key, key);
  const findMissing = (value: Partial<Value>): string | undefined => required.find(key => !(key in value));
  const isComplete = (value: Partial<Value>): value is Value => findMissing(value) === undefined;

  return (node, path) => {
    if (node.kind !== 'object') return invalidType(node, path, `struct ${name}`);
    const value: Partial<Value> = {};
    for (const [key, field] of node.fields) {
      const knownKey = known.get(key);
      if (knownKey === undefined) {
        if (strict)
          throw new SerdeError(
            path,
            `unknown field \`${key}\`, expected ${oneOf([...known.keys()])}`,
            field.end,
          );
        continue;
      }
      if (knownKey in value) throw new SerdeError(path, `duplicate field \`${key}\``, field.end);
      value[knownKey] = decoders[knownKey](field, path === '' ? key : `${path}.${key}`);
    }
    if (isComplete(value)) return value;
    throw new SerdeError(path, `missing field \`${findMissing(value)}\``, node.end);
  };
}

function oneOf(words: readonly string[]): string {
  const quoted = words.map(word => `\`${word}\``);
  return quoted.length === 2 ? quoted.join(' or ') : `one of ${quoted.join(', ')}`;
}

function invalidType(node: JsonNode, path: string, expected: string): never {
  throw new SerdeError(path, `invalid type: ${describe(node)}, expected ${expected}`, node.end);
}

function describe(node: JsonNode): string {
  switch (node.kind) {
    case 'string':
      return `string ${JSON.stringify(node.value)}`;
    case 'number':
      return node.isInteger ? `integer \`${node.value}\`` : `floating point \`${node.value}\``;
    case 'boolean':
      return `boolean \`${node.value}\``;
    case 'null':
      return 'null';
    case 'array':
      return 'sequence';
    case 'object':
      return 'map';
    default:
      return node satisfies never;
  }
}
