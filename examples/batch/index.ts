// Makes many images in one batch: results come in any order, each with the id of its request.
import { mkdir, writeFile } from 'node:fs/promises';
import { startEmulator } from '@grok-image/emulator';
import { createGrok } from '@grok-image/xai';

const emulator = await startEmulator();
const grok = createGrok(emulator.xai);

const requests = ['red', 'green', 'blue'].map(colour => {
  return { id: colour, model: 'grok-imagine-image', prompt: `A ${colour} hot-air balloon over hills` };
});
const { id } = await grok.batch.create({ name: 'balloons', requests });
await grok.batch.wait(id, { pollIntervalMs: 50, onProgress: ({ counts }) => console.log(counts) });
await mkdir('out', { recursive: true });
for await (const result of grok.batch.results(id)) {
  if (result.status !== 'succeeded') throw result.error;
  for (const { data } of (await result.load()).images) await writeFile(`out/balloon-${result.id}.jpg`, data);
  console.log(`out/balloon-${result.id}.jpg`, result.costUsd, 'USD');
}
await emulator.close();
