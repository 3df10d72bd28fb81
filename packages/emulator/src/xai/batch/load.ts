import { decodeText } from '../decode.ts';
import { invalidArgument, Refusal } from '../errors.ts';
import { struct, text } from '../serde.ts';
import type { JsonNode } from '../json.ts';
import type { Service } from '../service.ts';
import type { BatchRequest } from './batch.ts';
import { readContent } from './content.ts';

interface Line {
  readonly custom_id: string;
  readonly method: string;
  readonly url: string;
  readonly body: JsonNode;
}

const decodeLine = struct<Line>(
  'BatchLine',
  { custom_id: text, method: text, url: text, body: node => node },
  { required: ['custom_id', 'method', 'url', 'body'] },
);

/** The endpoints of images; a file may mix them. */
const endpoints: Readonly<Record<string, { readonly isEdit: boolean }>> = {
  '/v1/images/generations': { isEdit: false },
  '/v1/images/edits': { isEdit: true },
};

/**
 * Reads a JSONL file of requests. A line that is no request at all makes the whole file unreadable; a request that is
 * wrong is one that will fail.
 */
export function loadRequests(service: Service, bytes: Uint8Array): BatchRequest[] {
  const requests: BatchRequest[] = [];
  for (const [index, line] of readLines(bytes)) {
    const { custom_id: id, method, url, body } = readLine(line, index);
    const endpoint = Object.hasOwn(endpoints, url) ? endpoints[url] : undefined;
    if (endpoint === undefined || method !== 'POST') {
      const problem = `Endpoint is not supported for batch processing: ${method} ${url}`;
      requests.push({ id, isEdit: false, content: { problem } });
    } else {
      requests.push({ id, ...endpoint, content: readContent(service, endpoint.isEdit, body) });
    }
  }
  if (requests.length === 0) throw invalidArgument('The input file has no requests.');
  return requests;
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

function readLine(line: string, index: number): Line {
  try {
    return decodeText(line, decodeLine).body;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw invalidArgument(`Line ${index} of the input file is not a request: ${error.reason}`);
  }
}
