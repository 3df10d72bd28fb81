import * as z from 'zod/v4';
import { decodeText, decodeValue } from '../decode.ts';
import { invalidArgument, Refusal, typeMismatch } from '../errors.ts';
import { list, oneOf, optional, struct, text } from '../serde.ts';
import type { Service } from '../service.ts';
import { findRefused } from '../validate.ts';
import type { BatchRequest } from './batch.ts';

/** The body of `POST /batches`. */
export const createSchema: z.ZodType<{ name: string; input_file_id?: string | undefined }> = struct(
  'CreateBatchRequest',
  { name: text, input_file_id: optional(text) },
);

interface AddBody {
  readonly batch_requests: readonly {
    readonly batch_request_id?: string | undefined;
    /** The body, in a field that says what kind it is of. */
    readonly batch_request: Readonly<Record<string, unknown>>;
  }[];
}

const request = struct('BatchRequest', {
  batch_request_id: optional(text),
  batch_request: struct('BatchRequest', {}).loose(),
});

/** The body of `POST /batches/{id}/requests`. */
export const addSchema: z.ZodType<AddBody> = struct('AddBatchRequestsRequest', {
  batch_requests: list(request),
});

const lineSchema = struct('BatchLine', { custom_id: text, method: text, url: text, body: z.unknown() });

/** The kinds of requests, by the field that holds one, and by the endpoint that a line of a file names. */
const tags = ['image_generation', 'image_edit'];
const endpoints = ['/v1/images/generations', '/v1/images/edits'];

/** Reads requests that are given inline. One that is wrong is one that will fail. */
export function readRequests(service: Service, { batch_requests: requests }: AddBody): BatchRequest[] {
  return requests.map(({ batch_request_id: id, batch_request: tagged }, index) => {
    const place = `batch_requests[${index}].batch_request`;
    const [tag, ...others] = Object.keys(tagged);
    if (tag === undefined) throw typeMismatch(`${place}: invalid type: map, expected an enum variant`);
    if (!tags.includes(tag))
      throw typeMismatch(`${place}: unknown variant \`${tag}\`, expected ${oneOf(tags)}`);
    if (others.length > 0) throw typeMismatch(`${place}: expected a single variant`);
    return readRequest(service, id, tags.indexOf(tag) === 1, tagged[tag]);
  });
}

/**
 * Reads a JSONL file of requests. A line that is no request at all makes the whole file unreadable; a request that is
 * wrong is one that will fail.
 */
export function loadRequests(service: Service, bytes: Uint8Array): BatchRequest[] {
  const requests: BatchRequest[] = [];
  for (const [index, line] of readLines(bytes)) {
    const { custom_id: id, method, url, body } = readLine(line, index);
    if (endpoints.includes(url) && method === 'POST') {
      requests.push(readRequest(service, id, endpoints.indexOf(url) === 1, body));
    } else {
      const problem = `Endpoint is not supported for batch processing: ${method} ${url}`;
      requests.push({ id, isEdit: false, content: { problem } });
    }
  }
  if (requests.length === 0) throw invalidArgument('The input file has no requests.');
  return requests;
}

function readRequest(
  { schemas, profile }: Service,
  id: string | undefined,
  isEdit: boolean,
  given: unknown,
): BatchRequest {
  try {
    const body = decodeValue(given, isEdit ? schemas.edit : schemas.generation);
    const refused = findRefused(given, profile.refusedFields);
    const problem = `Argument not supported: ${refused}`;
    return { id, isEdit, content: refused === undefined ? { body } : { problem } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, isEdit, content: { problem: error.reason } };
  }
}

/** Line by line, so that a large file is not there twice. */
function* readLines(bytes: Uint8Array): Generator<readonly [index: number, line: string]> {
  const decoder = new TextDecoder();
  let start = 0;
  for (let index = 1; start < bytes.length; index += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const line = decoder.decode(bytes.subarray(start, end)).trim();
    if (line !== '') yield [index, line];
    start = end + 1;
  }
}

function readLine(line: string, index: number): z.output<typeof lineSchema> {
  try {
    return decodeText(line, lineSchema).body;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw invalidArgument(`Line ${index} of the input file is not a request: ${error.reason}`);
  }
}
