/** A JSON value that knows where it ends, as error messages tell positions. */
export type JsonNode = { readonly end: number } & (
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number; readonly isInteger: boolean }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly fields: readonly (readonly [string, JsonNode])[] }
);

/** The text is not JSON. `offset` is how much of it had been read. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

/** Where an offset is, in the words of serde_json: lines from 1, columns in bytes consumed. */
export function positionOf(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const line = before.split('\n').length;
  return `line ${line} column ${Buffer.byteLength(before.slice(lineStart))}`;
}

const literals = { true: true, false: false, null: null } as const;

/** Parses JSON with positions, and with the error messages of serde_json. */
export function parseJson(text: string): JsonNode {
  let position = 0;
  const root = readValue();
  skipSpace();
  if (position < text.length) fail('trailing characters', position + 1);
  return root;

  function skipSpace(): void {
    while (/[ \t\n\r]/.test(text[position] ?? '')) position += 1;
  }

  function readValue(): JsonNode {
    skipSpace();
    const character = text[position];
    if (character === undefined) fail('EOF while parsing a value', position);
    if (character === '{') return readObject();
    if (character === '[') return readArray();
    if (character === '"') return { kind: 'string', value: readString(), end: position };
    if (/[-0-9]/.test(character)) return readNumber();
    return readLiteral();
  }

  function readLiteral(): JsonNode {
    for (const [word, value] of Object.entries(literals)) {
      if (!text.startsWith(word, position)) continue;
      position += word.length;
      return value === null ? { kind: 'null', end: position } : { kind: 'boolean', value, end: position };
    }
    return fail('expected value', position + 1);
  }

  function readNumber(): JsonNode {
    const [digits = ''] =
      /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(text.slice(position, position + 400)) ?? [];
    if (digits === '') fail('invalid number', position + 1);
    position += digits.length;
    return { kind: 'number', value: Number(digits), isInteger: /^-?\d+$/.test(digits), end: position };
  }

  function readString(): string {
    const start = position;
    position += 1;
    while (text[position] !== '"') {
      if (position >= text.length) fail('EOF while parsing a string', position);
      if (text.charCodeAt(position) < 0x20) {
        fail('control character (\\u0000-\\u001F) found while parsing a string', position + 1);
      }
      position += text[position] === '\\' ? 2 : 1;
    }
    position += 1;
    try {
      return String(JSON.parse(text.slice(start, position)));
    } catch {
      // Quotes and control characters were checked above, so only an escape can be wrong.
      return fail('invalid escape', position);
    }
  }

  function readArray(): JsonNode {
    const items: JsonNode[] = [];
    readMembers(']', 'a list', () => void items.push(readValue()));
    return { kind: 'array', items, end: position };
  }

  function readObject(): JsonNode {
    const fields: [string, JsonNode][] = [];
    readMembers('}', 'an object', () => {
      if (text[position] !== '"') fail('key must be a string', position + 1);
      const key = readString();
      skipSpace();
      if (position >= text.length) fail('EOF while parsing an object', position);
      if (text[position] !== ':') fail('expected `:`', position + 1);
      position += 1;
      fields.push([key, readValue()]);
    });
    return { kind: 'object', fields, end: position };
  }

  function readMembers(close: string, what: string, readMember: () => void): void {
    position += 1;
    for (let isFirst = true; ; isFirst = false) {
      skipSpace();
      if (position >= text.length) fail(`EOF while parsing ${what}`, position);
      if (text[position] === close) break;
      if (!isFirst) {
        if (text[position] !== ',') fail(`expected \`,\` or \`${close}\``, position + 1);
        position += 1;
        skipSpace();
        if (text[position] === close) fail('trailing comma', position + 1);
      }
      readMember();
    }
    position += 1;
  }
}

function fail(reason: string, offset: number): never {
  throw new JsonSyntaxError(reason, offset);
}
