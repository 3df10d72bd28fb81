import * as z from 'zod/v4';
import { decodeText, decodeValue, optional } from '../body.ts';
import { attempt, Refusal } from '../../world/refusal.ts';
import { invalidArgument } from '../errors.ts';
import type { Service } from '../service.ts';
import { findRefused } from '../validate.ts';
import type { BatchRequest } from './batch.ts';

export const createSchema: z.ZodType<{ name: string; input_file_id?: string | undefined }> = z.object({
  name: z.string(),
  input_file_id: optional(z.string()),
});

interface AddBody {
  readonly batch_requests: readonly {
    readonly batch_request_id?: string | undefined;
    /** The body, in a field that says what kind it is of. */
    readonly batch_request: { readonly image_generation?: unknown; readonly image_edit?: unknown };
  }[];
}

const tagged = z
  .strictObject({ image_generation: z.unknown(), image_edit: z.unknown() })
  .partial()
  .refine(given => Object.keys(given).length === 1, 'expected a single variant');

export const addSchema: z.ZodType<AddBody> = z.object({
  batch_requests: z.array(z.object({ batch_request_id: optional(z.string()), batch_request: tagged })),
});

/** Reads requests that are given inline. One that is wrong is one that will fail. */
export function readRequests(service: Service, { batch_requests: requests }: AddBody): BatchRequest[] {
  return requests.map(({ batch_request_id: id, batch_request: { image_generation, image_edit } }) =>
    readRequest(service, id, image_edit !== undefined, image_edit ?? image_generation),
  );
}

const line = z.object({ custom_id: z.string(), method: z.string(), url: z.string(), body: z.unknown() });

/** A line that is no request at all makes the whole file unreadable; a request that is wrong is one that will fail. */
export function loadRequests(service: Service, bytes: Uint8Array): BatchRequest[] {
  const requests: BatchRequest[] = [];
  for (const [index, text] of readLines(bytes)) {
    const given = attempt(() => decodeText(text, line).body);
    if (given instanceof Refusal)
      throw invalidArgument(`Line ${index} of the input file is not a request: ${given.reason}`);
    const { custom_id: id, method, url, body } = given;
    const [, kind] = /^POST \/v1\/images\/(generations|edits)$/.exec(`${method} ${url}`) ?? [];
    const problem = `Endpoint is not supported for batch processing: ${method} ${url}`;
    requests.push(
      kind === undefined
        ? { id, isEdit: false, content: { problem } }
        : readRequest(service, id, kind === 'edits', body),
    );
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
  const body = attempt(() => decodeValue(given, isEdit ? schemas.edit : schemas.generation));
  if (body instanceof Refusal) return { id, isEdit, content: { problem: body.reason } };
  const refused = findRefused(given, profile.refusedFields);
  const problem = `Argument not supported: ${refused}`;
  return { id, isEdit, content: refused === undefined ? { body } : { problem } };
}

/** Line by line, so that a large file is not there twice. */
function* readLines(bytes: Uint8Array): Generator<readonly [index: number, text: string]> {
  const decoder = new TextDecoder();
  let start = 0;
  for (let index = 1; start < bytes.length; index += 1) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    const text = decoder.decode(bytes.subarray(start, end)).trim();
    if (text !== '') yield [index, text];
    start = end + 1;
  }
}
