// Makes one image twice through the whole stack, with nothing but what is installed beside it, in each way to put it around a
// model. Prints how often each way was billed, and what it told of both.
// Usage: node wrap-models.mjs '{ "entry", "factory", "backend", "currency", "hasAiSdk" }'
import { startEmulator } from '@grok-image/emulator';
import { production, wrap } from '@grok-image/middleware';

const { entry, factory, backend, currency, hasAiSdk } = JSON.parse(process.argv[2]);
const { [factory]: createProvider } = await import(entry);
const ai = hasAiSdk ? await import('ai') : {};
const { generateImage = ai.experimental_generateImage, wrapImageModel } = ai;
const ways = {
  wrap,
  ...(wrapImageModel && { wrapImageModel: (model, middleware) => wrapImageModel({ model, middleware }) }),
};

const emulator = await startEmulator();
const outcomes = {};
for (const [way, putAround] of Object.entries(ways)) {
  emulator.reset();
  const stack = production({ cache: true, budget: { [currency]: 100 } });
  const model = putAround(createProvider(emulator[backend]).image('grok-imagine-image'), stack);
  const first = await make(model);
  const told = [first, await make(model)];
  const [{ spent }] = await stack.budget.status();
  const billed = emulator.ledger.reduce((sum, { images }) => sum + images, 0);
  outcomes[way] = { billed, isSpent: spent > 0, cached: told.map(({ cached = false }) => cached) };
}
await emulator.close();
process.stdout.write(JSON.stringify(outcomes));

/** What the stack tells of the one image. */
async function make(model) {
  const call = { prompt: 'A cat in a tree', n: 1, providerOptions: {} };
  const {
    response,
    responses = [response],
    ...answer
  } = generateImage ? await generateImage({ model, ...call }) : await model.doGenerate(call);
  const { providerMetadata = responses[0].providerMetadata } = answer;
  return providerMetadata.grokImage.images[0];
}
