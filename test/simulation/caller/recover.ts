import { createCivitai } from '@grok-image/civitai';
import { createGrok } from '@grok-image/xai';
import { aiSdks, type AiSdk } from '../../contract/harness/ai-sdk.ts';
import type { Scenario } from '../script/scenario.ts';
import { numberIn } from '../service/picture.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { collect } from './collect.ts';
import { fieldOf, leavesOf, messageOf } from './errors.ts';
import { askedBy } from './generate-call.ts';
import { gatewayProfile, keyOf, mostInRequest } from './models.ts';
import { namedBy } from './named.ts';
import type { PlayedCall } from './told.ts';

/** Another process of the same account, in fair weather. */
export interface Afterwards {
  readonly scenario: Scenario;
  readonly fetch: typeof globalThis.fetch;
  readonly baseURL: string;
  /** How many bills there are by now. */
  readonly bills: () => number;
  readonly time: VirtualTime;
}

/** How long anything is tried afterwards, in milliseconds. */
const patienceMs = 20 * 60_000;

/** Does with what a call was told what its caller would do, and notes what came without another bill. */
export async function recover(call: PlayedCall, afterwards: Afterwards): Promise<void> {
  const { scenario, fetch, baseURL, time } = afterwards;
  const authorization = `Bearer ${call.apiKey}`;
  const found = await collect(call, {
    again: option => generateAgain(call, option, afterwards),
    get: async (url, withKey) => {
      const response = await fetch(url, withKey ? { headers: { authorization } } : {});
      if (!response.ok) return new Uint8Array();
      return new Uint8Array(await response.arrayBuffer());
    },
    urlOfFile: id => `${baseURL}/files/${id}/content`,
    inTime: work =>
      Promise.race([
        work,
        time.sleep(patienceMs).then(() => Promise.reject(new RangeError('It does not end.'))),
      ]),
  });
  call.recovered = scenario.service === 'batch' ? await fromBatches(call, afterwards, found) : found;
  if (advisesToRepeat(call)) call.advised = await repeatAsAdvised(call, afterwards);
}

/** The images of the same call with one more option; none where something new was paid for them. */
async function generateAgain(
  { script, apiKey, index }: PlayedCall,
  option: Readonly<Record<string, string>>,
  { scenario, fetch, bills }: Afterwards,
): Promise<Uint8Array[]> {
  const before = bills();
  const { modelId, options } = askedBy(scenario, script);
  const key = keyOf(scenario.service);
  const model = modelOf(scenario, modelId, { apiKey, fetch });
  const { images } = await newestSdk().generateImage({
    model,
    prompt: `wish ${script.wish ?? index}`,
    n: Math.min(script.n, mostInRequest(scenario.service)),
    providerOptions: { [key]: { ...options, ...option } },
    maxRetries: 0,
  });
  return bills() === before ? images.map(({ uint8Array }) => uint8Array) : [];
}

function modelOf(
  { service }: Scenario,
  modelId: string,
  settings: { apiKey: string; fetch: typeof globalThis.fetch },
): object {
  if (service === 'civitai') return createCivitai(settings).image(modelId);
  return createGrok({ ...settings, ...(service === 'gateway' && { gateway: gatewayProfile }) }).image(
    modelId,
  );
}

function newestSdk(): AiSdk {
  const sdk = aiSdks.at(-1);
  if (sdk === undefined) throw new RangeError('Failed to play: there is no AI SDK.');
  return sdk;
}

/** The pictures of all batches that the caller knows. */
async function fromBatches(
  call: PlayedCall,
  { fetch }: Afterwards,
  found: Set<number>,
): Promise<Set<number>> {
  const grok = createGrok({ apiKey: call.apiKey, fetch });
  for (const id of batchIdsIn(call)) {
    const abortSignal = AbortSignal.timeout(patienceMs);
    try {
      await grok.batch.wait(id, { pollIntervalMs: 60_000, abortSignal });
      for await (const result of grok.batch.results(id, { abortSignal })) {
        const images = result.status === 'succeeded' ? (await result.load()).images : [];
        for (const { data } of images) {
          const number = numberIn(data);
          if (number !== undefined) found.add(number);
        }
      }
    } catch {
      // What does not come this way did not come: the invariants say so.
      continue;
    }
  }
  return found;
}

export function batchIdsIn({ error, progress }: PlayedCall): string[] {
  const holders = [...leavesOf(error), ...progress];
  return holders.flatMap(holder => {
    const ids = fieldOf(holder, 'batchIds');
    return Array.isArray(ids) ? ids.filter(id => typeof id === 'string') : [];
  });
}

/** Whether the errors say that the same call may simply be sent again, under a key of the caller's own. */
function advisesToRepeat({ script, error, end }: PlayedCall): boolean {
  const isKeyed = script.key !== undefined && fieldOf(script.options, 'externalId') !== false;
  if (!isKeyed || fieldOf(script.options, 'ephemeral') === true || end !== 'error') return false;
  return leavesOf(error).some(leaf => /\bSend it again\b/.test(messageOf(leaf)));
}

async function repeatAsAdvised(call: PlayedCall, afterwards: Afterwards): Promise<'came' | 'same failure'> {
  const again = await generateAgain(call, {}, { ...afterwards, bills: () => 0 }).then(
    images => images.length,
    () => 0,
  );
  return again > 0 ? 'came' : 'same failure';
}

/** Whether anything at all is named. */
export function namesSomething(call: PlayedCall): boolean {
  const { options, urls, fileIds, bytes, retries } = namedBy(call);
  return (
    options.length + urls.length + fileIds.length + bytes.length + retries.length + batchIdsIn(call).length >
    0
  );
}
