import { setTimeout as sleep } from 'node:timers/promises';
import { createXai } from '@ai-sdk/xai';
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';
import { leave, readParameters, reportFigures } from '../harness/report.ts';

/** Makes many calls at once and reports how many succeeded and how many answers were 429. */
const parameter = readParameters();
const baseURL = parameter('baseURL');
const calls = Number(parameter('calls'));
let refused = 0;
const settings = {
  apiKey: parameter('apiKey'),
  baseURL,
  fetch: async (...given: Parameters<typeof fetch>) => {
    const response = await fetch(...given);
    if (response.status === 429) refused++;
    return response;
  },
};
const provider =
  parameter('client') === 'ours' ? createGrok({ ...settings, rateLimit: 'xai' }) : createXai(settings);
const model = provider.image('grok-imagine-image');

const begin = performance.now();
const settled = await Promise.allSettled(
  Array.from({ length: calls }, (_, index) => generateImage({ model, prompt: `Cat number ${index}` })),
);
const wallMs = performance.now() - begin;
const refusedInAll = refused;

// What one call takes when nothing limits it.
await sleep(1500);
const beginOfOne = performance.now();
await generateImage({ model, prompt: 'One more cat' });
reportFigures({
  succeeded: settled.filter(({ status }) => status === 'fulfilled').length,
  refused: refusedInAll,
  wallMs,
  oneMs: performance.now() - beginOfOne,
});
leave();
