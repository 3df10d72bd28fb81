import { describe, expect, test } from 'vitest';
import { xaiProfile } from '../gateways/xai.ts';
import { createGrok } from '../index.ts';
import { call, errorOf, withOptions } from '../test/call.ts';

/** What Node rejects with when no answer has begun for 300 s. */
const fetch = async (): Promise<Response> => {
  const cause = Object.assign(new Error('Headers Timeout Error'), { code: 'UND_ERR_HEADERS_TIMEOUT' });
  throw new TypeError('fetch failed', { cause });
};
const settings = { apiKey: 'xai-key', timeout: 900_000, fetch };
const limit = 'The fetch of Node.js waits 300,000 ms for an answer, whatever timeout is set to.';

describe('an answer that Node does not wait for', () => {
  test('is of unknown outcome, and jobs are advised', async () => {
    const error = await errorOf(createGrok(settings).image('grok-imagine-image').doGenerate(call));
    expect(error).toMatchObject({ name: 'AI_APICallError', isRetryable: false });
    expect(error.message).toContain('may have been carried out and billed');
    expect(error.message).toContain(`${limit} With providerOptions.xai.deferred no answer takes long.`);
  });

  test('has another way where a gateway has no jobs', async () => {
    const gateway = { ...xaiProfile, offers: [] };
    const error = await errorOf(
      createGrok({ ...settings, gateway })
        .image('m')
        .doGenerate(call),
    );
    expect(error.message).toContain(`${limit} Pass a fetch of your own that waits longer.`);
  });

  test('is no advice for what is a job already', async () => {
    const deferred = withOptions({ deferred: true });
    const error = await errorOf(createGrok(settings).image('grok-imagine-image').doGenerate(deferred));
    expect(error.message).not.toContain(limit);
  });
});
