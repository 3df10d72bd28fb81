import { isRecord } from '@ai-sdk/provider-utils';
import type { JsonRequest } from '../http/exchange.ts';

/** A billable request of the text that the answer has under `value`. */
export function request(url: string, changes: Partial<JsonRequest<string>> = {}): JsonRequest<string> {
  return {
    kind: 'once',
    method: 'POST',
    url,
    headers: { authorization: 'Bearer secret-key-123' },
    body: { prompt: 'A cat' },
    fetch: undefined,
    abortSignal: undefined,
    action: 'make an image',
    advice: 'Check your bill first.',
    parse: readValue,
    ...changes,
  };
}

function readValue(json: unknown): string {
  if (isRecord(json) && typeof json['value'] === 'string') return json['value'];
  throw new RangeError('it has no value');
}
