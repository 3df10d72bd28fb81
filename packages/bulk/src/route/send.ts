import { isRecord } from '@ai-sdk/provider-utils';
import type { ProgressEvent, StartedRequest } from '@grok-image/core';
import type { ImageModelLike } from '@grok-image/middleware';
import { isAbort, portOf, type AnyRecoveryPort } from '@grok-image/middleware/internal';
import { canStart, withOptions } from '../job/params.ts';
import { awaitUploads, uploadsOf } from './bucket.ts';
import { orAbandon } from './abandon.ts';
import { gateOf, inTurn, type RouteCall } from './call.ts';
import { collect } from './collect.ts';
import { outcomeOfError, type Outcome } from './outcome.ts';
import { toMade, toMadeAtOnce } from './made.ts';

/**
 * Sends the request of a job, and waits for what it brings.
 *
 * @throws the abort reason
 */
export async function send(call: RouteCall): Promise<Outcome> {
  const port = portOf(call.model);
  try {
    return port === undefined ? await sendForeign(call) : await sendBy(port, call);
  } catch (error) {
    if (isAbort(error, call.abortSignal)) throw error;
    return outcomeOfError(error);
  }
}

/** Of a provider that tells nothing but its results: its request is its call. */
async function sendForeign(call: RouteCall): Promise<Outcome> {
  const { model, params, abortSignal } = call;
  const raw = await inTurn(call, async () => {
    await call.beforeSend();
    return orAbandon(model.doGenerate(params), abortSignal);
  });
  return { kind: 'made', made: toMade(raw, model, params.n) };
}

async function sendBy(port: AnyRecoveryPort, call: RouteCall): Promise<Outcome> {
  const { route, abortSignal } = call;
  const rateLimit = gateOf(call);
  switch (route) {
    case 'keyed':
      return generate(port.with({ rateLimit }), {
        ...call,
        params: withOptions(call.params, call.model, { externalId: call.key }),
      });
    case 'bucket': {
      const uploadTo = await uploadsOf(call);
      return start(port, port.with({ rateLimit, uploadTo }), call);
    }
    case 'deferred':
      return start(port, port.with({ rateLimit }), call);
    case 'plain': {
      // Whoever dies while pictures are fetched leaves their addresses.
      const noted = createNotes(call);
      const outcome = await generate(port.with({ rateLimit, onProgress: noted.hear }), call);
      await noted.written();
      return outcome;
    }
    case 'batch':
      throw new TypeError('A batch is sent by its desk.');
    default:
      abortSignal?.throwIfAborted();
      return route satisfies never;
  }
}

async function generate(model: ImageModelLike, call: RouteCall): Promise<Outcome> {
  const { params, abortSignal } = call;
  const raw = await inTurn(call, () => orAbandon(model.doGenerate(params), abortSignal));
  return { kind: 'made', made: toMade(raw, model, params.n) };
}

/** Writes down the addresses of what is paid, as a model tells of them. */
function createNotes(call: RouteCall): {
  readonly hear: (event: ProgressEvent) => void;
  readonly written: () => Promise<void>;
} {
  let isTold = false;
  let last: Promise<void> = Promise.resolve();
  return {
    hear({ paid, resume }) {
      const urls = paid?.flatMap(({ url }) => url ?? []) ?? [];
      if (isTold || urls.length === 0) return;
      isTold = true;
      last = call.note({ paid: urls, resume });
      // Whoever waits for it below hears of it.
      last.catch(() => {});
    },
    written: () => last,
  };
}

/** Starts a job, writes down by what it is collected, and collects it. */
async function start(port: AnyRecoveryPort, model: ImageModelLike, call: RouteCall): Promise<Outcome> {
  const { params, abortSignal, route } = call;
  if (!canStart(model)) return generate(model, call);
  const started = await inTurn(call, () => orAbandon(model.start(params), abortSignal));
  if (!isStarted(started)) throw new TypeError('start gave neither what collects it nor images.');
  const { resume } = started;
  if (resume === undefined) return { kind: 'made', made: toMadeAtOnce(started) };
  await call.note({ resume });
  return route === 'bucket' ? awaitUploads(port, call, resume) : collect(port, call, resume);
}

function isStarted(value: unknown): value is StartedRequest {
  return isRecord(value) && Array.isArray(value['images']) && Array.isArray(value['warnings']);
}
