// A progress bar while Civitai works on two steps of four images.
import { progress } from '@clack/prompts';
import { createCivitai, type CivitaiProgress } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { generateImage } from 'ai';

const emulator = await startEmulator({ civitai: { stepMs: 3000 } });
const bar = progress({ max: 100 });
let shown = 0;
const onProgress = ({ progress: share, status }: CivitaiProgress) => {
  bar.advance(Math.round(share * 100) - shown, status);
  shown = Math.round(share * 100);
};
bar.start('submitted');
const model = createCivitai({ ...emulator.civitai, onProgress }).image('grok-imagine-image');
const { images } = await generateImage({ model, prompt: 'A cat in a tree', n: 8 });
bar.stop(`${images.length} images`);
await emulator.close();
