import { setTimeout as sleep } from 'node:timers/promises';
import { createCivitai } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { generateImage } from 'ai';
import { summarise, type Summary } from './statistics.ts';

/** Milliseconds from the end of a workflow on the server to the moment its client knows. */
export interface CompletionTimes {
  /** Our provider: it knows when it asks for the first image. */
  readonly ours: Summary;
  /** A client that submits, then looks every two seconds. */
  readonly sleepPoll: Summary;
}

/** How often the comparison client looks, in milliseconds: the first interval of Civitai's polling guide. */
const sleepPollMs = 2000;

/** Measures both clients in turn against one emulator. */
export async function measureCompletion(runs: number): Promise<CompletionTimes> {
  const emulator = await startEmulator({ civitai: { dedupe: false } });
  let endedAt = 0;
  const stop = emulator.civitai.onEnded(() => {
    endedAt = performance.now();
  });
  const ours: number[] = [];
  const sleepPoll: number[] = [];
  try {
    for (let run = 0; run < runs; run++) {
      // Ends at another moment of the interval in every run, as real jobs do.
      emulator.civitai.configure({ stepMs: 50 + ((run * 370) % sleepPollMs) });
      ours.push((await generateOnce()) - endedAt);
      sleepPoll.push((await pollOnce()) - endedAt);
    }
  } finally {
    stop();
    await emulator.close();
  }
  return { ours: summarise(ours), sleepPoll: summarise(sleepPoll) };

  /** The time of the first request for an image. */
  async function generateOnce(): Promise<number> {
    let knownAt = 0;
    const civitai = createCivitai({
      ...emulator.civitai,
      fetch: (input, init) => {
        if (String(input).includes('/blobs/')) knownAt ||= performance.now();
        return fetch(input, init);
      },
    });
    await generateImage({ model: civitai.image('grok-imagine-image'), prompt: 'A cat in a tree' });
    return knownAt;
  }

  /** The time of the first look that finds the workflow ended. */
  async function pollOnce(): Promise<number> {
    const headers = {
      authorization: `Bearer ${emulator.civitai.apiKey}`,
      'content-type': 'application/json',
    };
    const address = `${emulator.civitai.baseURL}/v2/consumer/workflows`;
    const input = { engine: 'grok', operation: 'createImage', prompt: 'A cat in a tree' };
    const body = JSON.stringify({ steps: [{ $type: 'imageGen', input }] });
    let workflow = await (await fetch(address, { method: 'POST', headers, body })).json();
    while (workflow.status !== 'succeeded') {
      await sleep(sleepPollMs);
      workflow = await (await fetch(`${address}/${workflow.id}`, { headers })).json();
    }
    return performance.now();
  }
}
