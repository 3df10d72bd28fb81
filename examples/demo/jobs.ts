import { imageMetadata, type GrokProvider, type XaiImageMetadata } from '@grok-image/xai';
import { generateImage } from 'ai';

/** One image of the demo, with everything that is known about it. */
export interface DemoImage {
  readonly job: string;
  readonly prompt: string;
  readonly bytes: Uint8Array;
  readonly metadata: XaiImageMetadata | undefined;
  readonly warnings: readonly string[];
}

/** What the demo makes: four images at once, a very wide one, and an edit of the first. */
export const jobs: readonly Job[] = [
  { name: 'text-to-image', prompt: 'A cat in a tree', n: 4 },
  {
    name: 'cinema',
    prompt: 'A sweeping cinematic view of a futuristic city skyline at dusk',
    n: 1,
    aspectRatio: '20:9',
  },
  { name: 'edit', prompt: 'Make it a winter scene with snow falling', n: 1, editsFirstImage: true },
];

interface Job {
  readonly name: string;
  readonly prompt: string;
  readonly n: number;
  readonly aspectRatio?: `${number}:${number}`;
  readonly editsFirstImage?: boolean;
}

/** Runs one job through AI SDK's `generateImage`. */
export async function runJob(
  grok: GrokProvider,
  job: Job,
  earlier: readonly DemoImage[],
): Promise<DemoImage[]> {
  const [first] = earlier;
  const result = await generateImage({
    model: grok.image('grok-imagine-image'),
    prompt: job.editsFirstImage && first ? { text: job.prompt, images: [first.bytes] } : job.prompt,
    n: job.n,
    ...(job.aspectRatio && { aspectRatio: job.aspectRatio }),
  });
  const metadata = imageMetadata(result);
  return result.images.map((image, index) => ({
    job: job.name,
    prompt: job.prompt,
    bytes: image.uint8Array,
    metadata: metadata[index],
    warnings: result.warnings.map(warning => JSON.stringify(warning)),
  }));
}
