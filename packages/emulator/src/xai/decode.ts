import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type * as z from 'zod/v4';
import type { ReceivedRequest } from '../world/request.ts';
import { isNestedDeeper } from '../world/nesting.ts';
import { Refusal, typeMismatch } from './errors.ts';

/** A JSON text as one type, and as it was written. */
export interface Decoded<Value> {
  readonly body: Value;
  readonly given: unknown;
}

/** Reads the JSON body of a request, with the errors that axum and serde give. */
export function decodeRequest<Value>(
  { bytes, headers }: ReceivedRequest,
  schema: z.ZodType<Value>,
): Decoded<Value> {
  if (bytes.length === 0 || !/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(415, 'Expected request with `Content-Type: application/json`');
  }
  return decodeText(new TextDecoder().decode(bytes), schema);
}

/** As deep as serde_json reads. */
const maxDepth = 128;

/** Reads JSON: a 400 if it is none, a 422 if it is of another type. */
export function decodeText<Value>(source: string, schema: z.ZodType<Value>): Decoded<Value> {
  if (isNestedDeeper(source, maxDepth))
    throw new Refusal(400, 'Failed to parse the request body as JSON: recursion limit exceeded');
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { disallowComments: true });
  if (root === undefined || errors.length > 0) throw syntaxError(source, errors);
  const given: unknown = JSON.parse(source);
  const { success, data, error } = schema.safeParse(given);
  const duplicate = findDuplicate(root);
  if (success && duplicate === undefined) return { body: data, given };
  const { message, offset } = duplicate ?? findProblem(error, root);
  throw typeMismatch(`${message} at ${positionOf(source, offset)}`);
}

/** Reads a value that has no place in a text: a 422 if it is of another type. */
export function decodeValue<Value>(given: unknown, schema: z.ZodType<Value>): Value {
  const { success, data, error } = schema.safeParse(given);
  if (success) return data;
  const root = parseTree(JSON.stringify(given));
  throw typeMismatch(root === undefined ? error.message : findProblem(error, root).message);
}

/** What is wrong, and how much of the text serde has read when it notices. */
interface Problem {
  readonly message: string;
  readonly offset: number;
}

/** The first problem in the order of the text; a field is only missed at the end of its object. */
function findProblem(error: z.ZodError | undefined, root: Node): Problem {
  const problems = error?.issues.map(issue => toProblem(issue, root)) ?? [];
  const [first] = problems.toSorted((one, other) => one.offset - other.offset);
  return first ?? { message: 'invalid value', offset: endOf(root) };
}

function toProblem({ path, message, ...issue }: z.core.$ZodIssue, root: Node): Problem {
  const keys = path.map(key => (typeof key === 'symbol' ? String(key) : key));
  const isMissing = message.startsWith('missing field');
  const place = isMissing ? keys.slice(0, -1) : keys;
  const node = findNodeAtLocation(
    root,
    issue.code === 'unrecognized_keys' ? [...place, ...issue.keys.slice(0, 1)] : place,
  );
  const prefix = place
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);
  return { message: prefix === '' ? message : `${prefix}: ${message}`, offset: endOf(node ?? root) };
}

function findDuplicate({ children = [] }: Node): Problem | undefined {
  const names = children.map(property => String(property.children?.[0]?.value));
  const index = names.findIndex((name, place) => names.indexOf(name) < place);
  const property = children[index];
  if (property?.type !== 'property') return undefined;
  return { message: `duplicate field \`${names[index]}\``, offset: endOf(property) };
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** The words of serde_json, by the names that the parser gives its errors. */
const syntaxWords: Readonly<Record<string, string>> = {
  CloseBraceExpected: 'EOF while parsing an object',
  CloseBracketExpected: 'EOF while parsing a list',
  ColonExpected: 'expected `:`',
  CommaExpected: 'expected `,` or `}`',
  EndOfFileExpected: 'trailing characters',
  InvalidCharacter: 'control character (\\u0000-\\u001F) found while parsing a string',
  InvalidEscapeCharacter: 'invalid escape',
  InvalidSymbol: 'trailing characters',
  PropertyNameExpected: 'key must be a string',
  UnexpectedEndOfString: 'EOF while parsing a string',
};

/** A symbol that means nothing tells little; what was expected in its place is the next error. */
function syntaxError(source: string, errors: readonly ParseError[]): Refusal {
  const names = errors.map(({ error }) => printParseErrorCode(error));
  const name = names[0] === 'InvalidSymbol' ? (names[1] ?? names[0]) : names[0];
  const offset = errors[0]?.offset ?? 0;
  const isEnd = offset >= source.length;
  const isComma = /^[}\]]/.test(source.slice(offset)) && name !== 'CommaExpected';
  const usual = isEnd ? 'EOF while parsing a value' : 'expected value';
  const words = isComma ? 'trailing comma' : (syntaxWords[name ?? ''] ?? usual);
  const place = positionOf(source, isEnd ? offset : offset + 1);
  return new Refusal(400, `Failed to parse the request body as JSON: ${words} at ${place}`);
}

/** Lines from 1, columns in bytes read, as serde_json counts them. */
function positionOf(source: string, offset: number): string {
  const lines = source.slice(0, offset).split('\n');
  return `line ${lines.length} column ${Buffer.byteLength(lines.at(-1) ?? '')}`;
}
