import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { civitai } from './backends/civitai.ts';
import { aiSdks } from './harness/ai-sdk.ts';
import { createStage } from './harness/stage.ts';
import { createSubject, rejectionOf } from './harness/subject.ts';

/** When a cancel looks again for a workflow whose id never came, in milliseconds after the abort. */
const looksAgainAfterMs = 300;

const [sdk] = aiSdks;
if (sdk === undefined) throw new TypeError('There is no AI SDK.');
const stage = createStage(civitai);
const { generate } = createSubject(civitai, stage, sdk, 'v1');
let late: () => Promise<unknown> = () => Promise.resolve();

describe('a test', { shuffle: false }, () => {
  test('may end before all that it started', async () => {
    const { baseURL, fetch } = stage.settings;
    late = async () => fetch?.(`${baseURL}/v2/consumer/workflows`);
    stage.script({ stall: 'headers', on: 'submit' });
    const controller = new AbortController();
    const pending = rejectionOf(generate({ abortSignal: controller.signal }));
    await expect.poll(() => stage.submitted).toHaveLength(1);
    controller.abort();
    await pending;
  });

  test('sees no request of an earlier one', async () => {
    await expect(late()).rejects.toThrow('The test that sent this is over.');
    await sleep(looksAgainAfterMs + 100);
    const value = 'Bearer key-of-somebody-else';
    await generate({ headers: { authorization: value } });
    const keys = stage.emulator.requests.flatMap(({ headers }) => headers['authorization'] ?? []);
    expect(keys.filter(key => key !== value)).toEqual([]);
  });
});
