import type { ReceivedRequest } from '../world/request.ts';
import { Refusal } from './errors.ts';
import { type JsonNode, JsonSyntaxError, parseJson, positionOf } from './json.ts';
import { type Decoder, SerdeError } from './serde.ts';

/** A JSON text as one type, and as it was written. */
export interface Decoded<Value> {
  readonly body: Value;
  readonly root: JsonNode;
}

/** Reads the JSON body of a request, with the errors that axum and serde give. */
export function decodeRequest<Value>(
  { bytes, headers }: ReceivedRequest,
  decode: Decoder<Value>,
): Decoded<Value> {
  if (bytes.length === 0 || !/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(415, 'Expected request with `Content-Type: application/json`');
  }
  return decodeText(new TextDecoder().decode(bytes), decode);
}

/** Reads JSON: a 400 if it is none, a 422 if it is of another type. */
export function decodeText<Value>(source: string, decode: Decoder<Value>): Decoded<Value> {
  try {
    const root = parseJson(source);
    return { body: decode(root, ''), root };
  } catch (error) {
    if (error instanceof JsonSyntaxError) {
      const place = positionOf(source, error.offset);
      throw new Refusal(400, `Failed to parse the request body as JSON: ${error.message} at ${place}`);
    }
    if (!(error instanceof SerdeError)) throw error;
    const place = positionOf(source, error.offset);
    throw new Refusal(
      422,
      `Failed to deserialize the JSON body into the target type: ${error.message} at ${place}`,
    );
  }
}
