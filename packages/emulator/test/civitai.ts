import { onTestFinished } from 'vitest';
import { type RunningEmulator, startEmulator, type StartOptions } from '../src/emulator.ts';
import { isObject, type JsonObject, listOf, objectOf } from '../src/civitai/json.ts';

/** An answer that a test looks into. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; the text if it is not JSON. */
  readonly body: unknown;
  /** The body as an object; empty if it is none. */
  readonly json: JsonObject;
}

/** Talks to the emulated Civitai over HTTP. */
export interface Client {
  readonly emulator: RunningEmulator;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Submits a workflow; waits for its end unless the query says otherwise. */
  submit(body: unknown, query?: string, headers?: Record<string, string>): Promise<Reply>;
  get(id: unknown, query?: string): Promise<Reply>;
}

/** Starts an emulator for one test. */
export async function start(options: StartOptions = {}): Promise<Client> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  const { baseURL, apiKey } = emulator.civitai;
  const call: Client['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${baseURL}${path}`, {
      method,
      redirect: 'manual',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const parsed = parse(text);
    return { status: response.status, headers: response.headers, body: parsed, json: objectOf(parsed) };
  };
  return {
    emulator,
    call,
    submit: (body, query = '?wait=30', headers = {}) =>
      call('POST', `/v2/consumer/workflows${query}`, body, headers),
    get: (id, query = '') => call('GET', `/v2/consumer/workflows/${String(id)}${query}`),
  };
}

/** A step that creates an image; `input` is laid over a small default. */
export function create(input: JsonObject = {}): JsonObject {
  return {
    $type: 'imageGen',
    input: { engine: 'grok', operation: 'createImage', prompt: 'A cat in a tree', ...input },
  };
}

/** The steps of a workflow. */
export function stepsOf({ json }: Reply): readonly JsonObject[] {
  return listOf(json['steps']).filter(isObject);
}

/** The images of all steps of a workflow. */
export function imagesOf(reply: Reply): readonly JsonObject[] {
  return stepsOf(reply).flatMap(step => listOf(objectOf(step['output'])['images']).filter(isObject));
}

function parse(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    // Error pages and empty bodies are compared as text.
    return text;
  }
}
