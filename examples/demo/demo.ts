import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startEmulator } from '@grok-image/emulator';
import Table from 'cli-table3';
import ora from 'ora';
import { bytesOf, costOf, sizeOf } from './amounts.ts';
import { contactSheet } from './contact-sheet.ts';
import { jobs, runJob, type DemoImage } from './jobs.ts';
import { createServices } from './services.ts';

const help = `Makes Grok images through the Vercel AI SDK and shows them on one page: six by xAI, six by Civitai.

  pnpm demo          with the local emulator; no key, no cost
  pnpm demo --live   with the services whose key is set: XAI_API_KEY (about 0.12 USD),
                     CIVITAI_API_KEY or CIVITAI_API_TOKEN (about 160 Buzz)
  pnpm demo --help   this text`;

/** Slow enough to be watched, and without revised prompts, as today's Imagine models. */
const slowly = { latencyMs: 300, revisedPrompts: false, civitai: { stepMs: 300 } };

const { values: flags } = parseArgs({ options: { live: { type: 'boolean' }, help: { type: 'boolean' } } });
if (flags.help) console.log(help);
else await demo(flags.live === true);

async function demo(live: boolean): Promise<void> {
  const spinner = ora();
  let current = '';
  const emulator = live ? undefined : await startEmulator(slowly);
  const services = createServices(emulator, status => {
    spinner.text = `${current}: ${status}`;
  });
  const folder = resolve('out');
  await mkdir(folder, { recursive: true });
  const kept: KeptImage[] = [];
  try {
    if (services.length === 0) {
      throw new Error('No key is set. Set XAI_API_KEY or CIVITAI_API_KEY, or leave --live out.');
    }
    for (const service of services) {
      const made: DemoImage[] = [];
      for (const job of jobs) {
        current = `${service.name}, ${job.name}`;
        spinner.start(current);
        const images = await runJob(service, job, made);
        made.push(...images);
        // At once: with --live they are paid, and whoever stops the demo keeps them.
        const files = images.map((image, index) => ({ file: fileName(image, kept.length + index), image }));
        await Promise.all(files.map(({ file, image }) => writeFile(resolve(folder, file), image.bytes)));
        kept.push(...files);
        spinner.succeed(`${current}: ${job.prompt}`);
      }
    }
  } catch (error) {
    spinner.fail(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    await emulator?.close();
  }
  if (kept.length > 0) await report(kept, folder, live);
}

/** An image, and the file it was written to. */
interface KeptImage {
  readonly file: string;
  readonly image: DemoImage;
}

async function report(files: readonly KeptImage[], folder: string, live: boolean): Promise<void> {
  const images = files.map(({ image }) => image);
  const page = resolve(folder, 'index.html');
  await writeFile(page, await contactSheet(files, live));

  const head = ['file', 'size', 'file size', 'cost'];
  const colAligns = ['left', 'right', 'right', 'right'] as const;
  const table = new Table({
    head,
    colAligns: [...colAligns],
    style: { head: [], border: [], compact: true },
  });
  for (const { file, image } of files) table.push([file, sizeOf(image), bytesOf([image]), costOf([image])]);
  table.push([`${images.length} images`, '', bytesOf(images), costOf(images).replace(', ', '\n')]);
  console.log(table.toString());
  for (const { file, image } of files)
    for (const warning of image.warnings) console.log(`${file}: ${warning}`);
  if (!live) console.log('Painted by the emulator: nothing was paid. So much the services would ask.');
  console.log(`Open ${pathToFileURL(page).href}`);
}

function fileName({ service, job, metadata }: DemoImage, index: number): string {
  const extension = metadata?.mediaType.replace('image/', '').replace('jpeg', 'jpg') ?? 'bin';
  return `${String(index + 1).padStart(2, '0')}-${service.toLowerCase()}-${job}.${extension}`;
}
