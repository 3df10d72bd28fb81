import * as z from 'zod/v4';
import type { ReceivedRequest } from '../world/request.ts';
import { isNestedDeeper } from '../world/nesting.ts';
import { Refusal, typeMismatch } from './errors.ts';

/** A JSON text as one type, and as it was written. */
export interface Decoded<Value> {
  readonly body: Value;
  readonly given: unknown;
}

/** Reads the JSON body of a request, with the errors that axum and serde give, save for places in the text. */
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
  const given = parse(source);
  return { body: decodeValue(given, schema), given };
}

function parse(source: string): unknown {
  try {
    if (isNestedDeeper(source, maxDepth)) throw new SyntaxError('recursion limit exceeded');
    const given: unknown = JSON.parse(source);
    return given;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, `Failed to parse the request body as JSON: ${error.message}`);
  }
}

/** Reads a value: a 422 if it is of another type. */
export function decodeValue<Value>(given: unknown, schema: z.ZodType<Value>): Value {
  const { data, error } = schema.safeParse(given);
  if (error === undefined) return data;
  // That a field is missing is only known at the end of its object.
  const issue = error.issues.find(each => !isMissing(each)) ?? error.issues[0];
  const { path = [], message = 'invalid value' } = issue ?? {};
  const place = isMissing(issue) ? path.slice(0, -1) : path;
  throw typeMismatch(place.length === 0 ? message : `${z.core.toDotPath(place)}: ${message}`);
}

function isMissing(issue: z.core.$ZodIssue | undefined): boolean {
  return issue?.message.startsWith('missing field') ?? false;
}
