import { generateImage } from 'ai';
import type { Service, ShownMetadata } from './services.ts';

/** One image of the demo, with everything that is shown about it. */
export interface DemoImage {
  readonly service: string;
  readonly job: string;
  readonly prompt: string;
  readonly bytes: Uint8Array;
  readonly metadata: ShownMetadata | undefined;
  readonly warnings: readonly string[];
}

interface Job {
  readonly name: string;
  readonly prompt: string;
  readonly n: number;
  readonly aspectRatio?: `${number}:${number}`;
  readonly editsFirstImage?: boolean;
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

/** Runs one job through AI SDK's `generateImage`. */
export async function runJob(
  service: Service,
  job: Job,
  earlier: readonly DemoImage[],
): Promise<DemoImage[]> {
  const [first] = earlier;
  const result = await generateImage({
    model: service.model,
    prompt: job.editsFirstImage && first ? { text: job.prompt, images: [first.bytes] } : job.prompt,
    n: job.n,
    ...(job.aspectRatio && { aspectRatio: job.aspectRatio }),
  });
  const metadata = service.read(result);
  return result.images.map((image, index) => ({
    service: service.name,
    job: job.name,
    prompt: job.prompt,
    bytes: image.uint8Array,
    metadata: metadata[index],
    warnings: result.warnings.map(warning => JSON.stringify(warning)),
  }));
}
