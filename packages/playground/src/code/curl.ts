import type { CodeView } from '../protocol/watch.ts';
import type { Model, Origin, Service } from '../services/service.ts';
import { toShellWord } from './literal.ts';

/** A request that was rehearsed. */
interface Rehearsed {
  readonly url: string;
  readonly body: string;
}

/**
 * The call as curl, by a rehearsal: the request is the very one that the model sends, and it reaches nobody.
 *
 * @throws what the model throws before it sends
 */
export async function toCurl(
  service: Service,
  model: string,
  call: Parameters<Model['doGenerate']>[0],
): Promise<CodeView> {
  const { url, body } = await rehearse(service, model, call);
  const variable = keyVariableOf(service.origin);
  const code = `curl ${toShellWord(url)} \\
  --header "authorization: Bearer $${variable}" \\
  --header 'content-type: application/json' \\
  --data ${toShellWord(body)}
`;
  return { title: 'curl', language: 'sh', code };
}

function keyVariableOf({ kind, gateway }: Origin): string {
  if (typeof gateway === 'object') return gateway.apiKeyVariables[0] ?? 'API_KEY';
  return `${(gateway ?? kind).toUpperCase()}_API_KEY`;
}

/** Longest text of a body that is shown as it is; a source image is a million letters. */
const longestText = 4000;

async function rehearse(
  service: Service,
  id: string,
  call: Parameters<Model['doGenerate']>[0],
): Promise<Rehearsed> {
  let seen: Rehearsed | undefined;
  const stop = new AbortController();
  const stage: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    seen ??= { url: request.url, body: toShown(await request.text()) };
    stop.abort();
    throw new DOMException('A rehearsal ends here.', 'AbortError');
  };
  try {
    await service.rehearse(id, stage).doGenerate({ ...call, abortSignal: stop.signal });
  } catch (error) {
    if (seen === undefined) throw error;
  }
  if (seen === undefined)
    throw new TypeError('Failed to rehearse a call: its model sent nothing. Take the code of AI SDK.');
  return seen;
}

/** The body without keys that are of one call, and with source images named instead of shown. */
function toShown(text: string): string {
  const body: unknown = JSON.parse(text);
  return JSON.stringify(
    body,
    (name, value: unknown) => {
      if (name === 'externalId') return undefined;
      if (typeof value === 'string' && value.length > longestText && value.startsWith('data:')) {
        return `${value.slice(0, value.indexOf(',') + 1)}BASE64_OF_YOUR_IMAGE`;
      }
      return value;
    },
    2,
  );
}
