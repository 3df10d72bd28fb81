// The calls, the same in every runtime, with nothing but what is installed beside this file.
import { generateImage } from 'ai';
import { civitai, createCivitai, imageMetadata as civitaiMetadata } from '@grok-image/civitai';
import { production, wrap } from '@grok-image/middleware';
import { ContentModerationError, createGrok, imageMetadata } from '@grok-image/xai';
import { control, equal, holds, rejectionOf, sizeOfJpeg, until } from './tools.mjs';

globalThis.AI_SDK_LOG_WARNINGS = false;

const modelId = 'grok-imagine-image';
const prompt = 'A cat in a tree';
const aspectRatio = '1:1';
const square = [1024, 1024];

/** In order. `billed` and `delivered` are the images by which the ledger of the service grows, where that is one number. */
const calls = [
  { name: 'three images', billed: 3, delivered: 3, run: makeThree },
  { name: 'b64_json', billed: 1, delivered: 1, run: makeInline },
  { name: 'edit from bytes', billed: 1, delivered: 1, run: editBytes },
  { name: 'deferred', billed: 1, delivered: 1, run: makeDeferred },
  { name: 'file, batch', billed: 1, delivered: 1, run: editInBatch },
  { name: 'civitai, five', billed: 5, delivered: 5, run: makeFive },
  { name: 'abort', billed: 0, delivered: 0, run: abortWhileWaiting },
  { name: '429, then images', billed: 1, delivered: 1, run: waitOutRateLimit },
  { name: 'moderated', billed: 1, delivered: 0, run: beRefused },
  { name: 'no key', billed: 0, delivered: 0, run: forgetKey },
  { name: 'lost answer', run: loseAnswer },
  { name: 'connection refused', billed: 0, delivered: 0, run: knockInVain },
  { name: 'the stack', run: callThroughStack },
];

/** Makes the calls one after the other. Never rejects: what went wrong stands in the report. */
export async function smoke(origin) {
  const report = [];
  const access = await control(origin, 'access');
  for (const call of calls) {
    const start = Date.now();
    const outcome = await attempt(call, { ...access, origin });
    report.push({ name: call.name, milliseconds: Date.now() - start, ...outcome });
  }
  return report;
}

async function attempt({ run, billed, delivered }, access) {
  try {
    const before = await control(access.origin, 'books');
    const note = await limited(run(access));
    await until(async () => {
      const after = await control(access.origin, 'books');
      if (billed !== undefined) equal('images billed', after.billed - before.billed, billed);
      if (delivered !== undefined) equal('images delivered', after.delivered - before.delivered, delivered);
    });
    return { note };
  } catch (error) {
    return { problem: String(error) };
  }
}

async function limited(work) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('It did not end within 20 seconds.')), 20_000);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

async function makeThree({ xai }) {
  const result = await generateImage({ model: grok(xai), prompt, n: 3, aspectRatio: '16:9' });
  expectImages(result, imageMetadata(result), { count: 3, size: [1280, 720], costUsd: 0.02 });
}

async function makeInline({ xai }) {
  const providerOptions = { xai: { responseFormat: 'b64_json' } };
  const result = await generateImage({ model: grok(xai), prompt, aspectRatio, providerOptions });
  const metadata = imageMetadata(result);
  expectImages(result, metadata, { count: 1, size: square, costUsd: 0.02 });
  equal('url', metadata[0].url, undefined);
}

async function editBytes({ xai, source }) {
  const images = [bytesOf(source)];
  const result = await generateImage({ model: grok(xai), prompt: { text: prompt, images } });
  expectImages(result, imageMetadata(result), { count: 1, size: sizeOfJpeg(images[0]), costUsd: 0.022 });
}

async function makeDeferred({ xai }) {
  const providerOptions = { xai: { deferred: true, pollIntervalMs: 20 } };
  const result = await generateImage({ model: grok(xai), prompt, aspectRatio, providerOptions });
  expectImages(result, imageMetadata(result), { count: 1, size: square, costUsd: 0.02 });
}

/** Files, batches, the catalogue and estimates, which a bundle in one file has to hold, too. */
async function editInBatch({ xai, source }) {
  const provider = createGrok(xai);
  equal('estimate', (await provider.estimateCost({ model: modelId, sourceImages: 1 })).costUsd, 0.022);
  holds(
    'the catalogue has it',
    (await provider.models()).some(({ id }) => id === modelId),
  );
  const file = await provider.files.upload({ data: bytesOf(source), filename: 'source.jpg' });
  const providerOptions = { xai: { fileIds: [file.id] } };
  const batch = await provider.batch.create({
    requests: [{ id: 'edit', model: modelId, prompt, providerOptions }],
  });
  await provider.batch.wait(batch.id, { pollIntervalMs: 50 });
  for await (const result of provider.batch.results(batch.id)) {
    equal('status', [result.id, result.status], ['edit', 'succeeded']);
    const { images } = await result.load();
    equal('pixels', sizeOfJpeg(images[0].data), sizeOfJpeg(bytesOf(source)));
  }
  equal('deleted', (await provider.files.delete(file.id)).deleted, true);
}

async function makeFive({ civitai: settings, origin }) {
  const model = createCivitai(settings).image(modelId);
  const providerOptions = { civitai: { enhancePrompt: true } };
  const result = await generateImage({ model, prompt, n: 5, providerOptions });
  const metadata = civitaiMetadata(result);
  expectImages(result, metadata, { count: 5, size: square });
  equal('workflows', new Set(metadata.map(({ workflowId }) => workflowId)).size, 1);
  equal('steps', new Set(metadata.map(({ step }) => step)).size, 2);
  const [workflow] = (await control(origin, 'books')).workflows.slice(-1);
  equal('Buzz', sum(metadata.map(({ costBuzz }) => costBuzz)), workflow.charged);
}

async function abortWhileWaiting({ civitai: settings, origin }) {
  const controller = new AbortController();
  const reason = new Error('The user went away.');
  let abortedAt = 0;
  setTimeout(() => {
    abortedAt = Date.now();
    controller.abort(reason);
  }, 300);
  const model = createCivitai(settings).image(modelId);
  const slow = `${prompt} #ms=15000`;
  const error = await rejectionOf(generateImage({ model, prompt: slow, abortSignal: controller.signal }));
  const milliseconds = Date.now() - abortedAt;
  // Where signals have no reason, an error of its own says that it was aborted.
  const isReason = 'reason' in controller.signal ? error === reason : error.name === 'AbortError';
  holds('the reason of the abort comes out', isReason, error);
  holds('it comes out within 200 ms', abortedAt > 0 && milliseconds < 200, milliseconds);
  await until(async () => {
    const { workflows } = await control(origin, 'books');
    equal('workflow', workflows.at(-1).status, 'canceled');
  });
  return `${milliseconds} ms`;
}

async function waitOutRateLimit({ xai, origin }) {
  await control(origin, 'script', { backend: 'xai', status: 429, headers: { 'retry-after': '1' } });
  const { submits } = await control(origin, 'books');
  const start = Date.now();
  const result = await generateImage({ model: grok(xai), prompt, aspectRatio });
  const milliseconds = Date.now() - start;
  expectImages(result, imageMetadata(result), { count: 1, size: square, costUsd: 0.02 });
  holds('it waits a second', milliseconds >= 950 && milliseconds < 3000, milliseconds);
  equal('requests', (await control(origin, 'books')).submits - submits, 2);
}

async function beRefused({ xai }) {
  const error = await rejectionOf(generateImage({ model: grok(xai), prompt: `${prompt} #refuse` }));
  holds('it is a ContentModerationError', ContentModerationError.isInstance(error), error);
  equal('cost', error.cost, { usd: 0.02 });
  equal('isRetryable', error.isRetryable, false);
}

async function forgetKey({ xai: { baseURL } }) {
  const error = await rejectionOf(generateImage({ model: grok({ baseURL }), prompt }));
  equal('name', error.name, 'AI_LoadAPIKeyError');
  holds('it names the variable', error.message.includes('XAI_API_KEY'), error.message);
  const other = await rejectionOf(generateImage({ model: civitai.image(modelId), prompt }));
  equal('name', other.name, 'AI_LoadAPIKeyError');
  holds('it names the variable', other.message.includes('CIVITAI_API_KEY'), other.message);
}

/** The service accepts a request and the connection breaks. Some runtimes then repeat a POST without a word. */
async function loseAnswer({ xai, civitai: settings, origin }) {
  const fault = { reset: 'after', on: 'submit' };
  await control(origin, 'script', { ...fault, backend: 'civitai' });
  const before = await control(origin, 'books');
  await generateImage({ model: createCivitai(settings).image(modelId), prompt: 'A dog', aspectRatio });
  const between = await control(origin, 'books');
  equal('images billed by Civitai, where repeating is safe', between.billed - before.billed, 1);

  await control(origin, 'script', { ...fault, backend: 'xai' });
  const outcome = await generateImage({ model: grok(xai), prompt, aspectRatio }).catch(error => error);
  const after = await control(origin, 'books');
  const sent = after.submits - between.submits;
  equal('images billed by xAI', after.billed - between.billed, sent);
  if (sent !== 1) return `sent ${sent} times`;
  holds('the outcome is unknown', outcome.message.includes('may have been carried out and billed'), outcome);
  equal('isRetryable', outcome.isRetryable, false);
  return `sent once: ${outcome.message}`;
}

/** Not every runtime tells why there is no connection. Then it may not be said that nothing was billed. */
async function knockInVain({ xai, closed }) {
  const model = grok({ ...xai, baseURL: `${closed}/v1` });
  const error = await rejectionOf(generateImage({ model, prompt, maxRetries: 0 }));
  equal('name', error.name, 'AI_APICallError');
  const isCertain = error.message.includes('Nothing was sent, so nothing was billed.');
  const isUnknown = error.message.includes('The request may have been carried out and billed.');
  holds('it says what happened to the money', isCertain !== isUnknown, error.message);
  equal('isRetryable', error.isRetryable, isCertain);
  // As docs/troubleshooting.md quotes it.
  if ('document' in globalThis)
    equal('what Chromium says', String(error.cause), 'TypeError: Failed to fetch');
  return `${isCertain ? 'nothing sent' : 'unknown'}: ${error.message}`;
}

/** Cache, budget, key and limit in memory: what was paid is not paid again, and what would go over the budget is not sent. */
async function callThroughStack({ xai, origin }) {
  const stack = production({ cache: true, budget: { usd: 0.05, per: 'day' }, limit: { perSecond: 20 } });
  const model = wrap(grok(xai), stack);
  const make = (changes = {}) => generateImage({ model, prompt, aspectRatio, ...changes });
  if (globalThis.crypto === undefined) {
    const refused = await rejectionOf(make());
    holds('it names what is missing', refused.message.includes('no Web Crypto'), refused);
    return `refused: ${refused.message}`;
  }
  const underKey = { prompt: `${prompt}, again`, providerOptions: { grokImage: { key: 'order-17' } } };
  const before = await control(origin, 'books');
  const results = [await make(), await make(), await make(underKey), await make(underKey)];
  const told = results.map(({ providerMetadata }) => providerMetadata.grokImage.images[0]);
  equal(
    'cost',
    told.map(({ costUsd }) => costUsd),
    [0.02, 0, 0.02, 0],
  );
  equal('cached', told[1].cached, true);
  equal('repeated', told[3].repeated, true);
  for (const { image } of results) equal('pixels', sizeOfJpeg(image.uint8Array), square);
  const error = await rejectionOf(make({ prompt: `${prompt}, once more` }));
  equal('name', error.name, 'BudgetExceededError');
  equal('spent', (await stack.budget.status())[0].spent, 0.04);
  const after = await control(origin, 'books');
  equal('requests', after.submits - before.submits, 2);
  equal('images billed', after.billed - before.billed, 2);
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

function grok(settings) {
  return createGrok(settings).image(modelId);
}

function expectImages({ images }, metadata, { count, size, costUsd }) {
  equal('images', images.length, count);
  equal('entries of metadata', metadata.length, count);
  equal('different images', new Set(images.map(({ base64 }) => base64)).size, count);
  for (const [index, image] of images.entries()) {
    const entry = metadata[index];
    equal('pixels', sizeOfJpeg(image.uint8Array), size);
    equal('pixels in metadata', [entry.width, entry.height], size);
    equal('media type', [image.mediaType, entry.mediaType], ['image/jpeg', 'image/jpeg']);
    holds('the prompt is revised', entry.revisedPrompt?.startsWith(`${prompt}, `), entry.revisedPrompt);
    if (costUsd !== undefined) equal('cost', entry.costUsd, costUsd);
  }
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
