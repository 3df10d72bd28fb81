import * as z from 'zod/v4';
import { parseJson } from '../world/json.ts';
import type { ReceivedRequest } from '../world/request.ts';
import { Refusal, typeMismatch } from './errors.ts';

export interface Decoded<Value> {
  readonly body: Value;
  readonly given: unknown;
}

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
  try {
    const given = parseJson(source, maxDepth);
    return { body: decodeValue(given, schema), given };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, `Failed to parse the request body as JSON: ${error.message}`);
  }
}

export function decodeValue<Value>(given: unknown, schema: z.ZodType<Value>): Value {
  const { data, error } = schema.safeParse(given, { error: explain, reportInput: true });
  if (error === undefined) return data;
  throw typeMismatch(
    error.issues
      .map(({ path, message }) => [z.core.toDotPath(path), message].filter(Boolean).join(': '))
      .join('; '),
  );
}

/** The words of Rust's serde for what is wrong most often; the others are Zod's. */
const explain: z.core.$ZodErrorMap = issue => {
  const { code, input, path = [] } = issue;
  if (code === 'unrecognized_keys') return `unknown field \`${issue.keys.join('`, `')}\``;
  if (input === undefined) return `missing field \`${String(path.at(-1))}\``;
  if (code === 'invalid_value')
    return `unknown variant \`${String(input)}\`, expected one of \`${issue.values.join('`, `')}\``;
  return code === 'invalid_type'
    ? `invalid type: ${JSON.stringify(input)}, expected ${issue.expected}`
    : undefined;
};
