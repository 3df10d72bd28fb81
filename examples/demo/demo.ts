import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmulator } from '@grok-image/emulator';
import { createGrok, type GrokProgress } from '@grok-image/xai';
import Table from 'cli-table3';
import ora from 'ora';
import { contactSheet } from './contact-sheet.ts';
import { jobs, runJob, type DemoImage } from './jobs.ts';

const help = `Makes six Grok images through the Vercel AI SDK and shows them on one page.

  pnpm demo          with the local emulator; no key, no cost
  pnpm demo --live   with xAI, about 0.12 USD; needs XAI_API_KEY
  pnpm demo --help   this text`;

const { values: flags } = parseArgs({ options: { live: { type: 'boolean' }, help: { type: 'boolean' } } });
if (flags.help) console.log(help);
else await demo(flags.live === true);

async function demo(live: boolean): Promise<void> {
  const spinner = ora();
  const onProgress = ({ status, n }: GrokProgress) => {
    spinner.text = `${spinner.text.split(':')[0]}: ${status} (${n === 1 ? '1 image' : `${n} images`})`;
  };
  const emulator = live ? undefined : await startEmulator({ latencyMs: 300 });
  const grok = createGrok({ ...emulator?.xai, onProgress });
  const images: DemoImage[] = [];
  try {
    for (const job of jobs) {
      spinner.start(job.name);
      images.push(...(await runJob(grok, job, images)));
      spinner.succeed(`${job.name}: ${job.prompt}`);
    }
  } catch (error) {
    spinner.fail(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  } finally {
    await emulator?.close();
  }
  if (images.length > 0) await report(images, live ? 'xAI' : 'the emulator (no key, no cost)');
}

async function report(images: readonly DemoImage[], service: string): Promise<void> {
  const folder = resolve('out');
  await mkdir(folder, { recursive: true });
  const files = images.map((image, index) => ({
    file: `${index + 1}-${image.job}.${extensionOf(image)}`,
    image,
  }));
  await Promise.all(files.map(({ file, image }) => writeFile(resolve(folder, file), image.bytes)));
  const page = resolve(folder, 'index.html');
  await writeFile(page, await contactSheet(files, service));

  const table = new Table({
    head: ['file', 'pixels', 'bytes', 'revised prompt', 'cost USD', 'warnings'],
    colWidths: [21, 13, 9, 34, 10, 16],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { file, image } of files) {
    const { width, height, revisedPrompt = '', costUsd } = image.metadata ?? {};
    const cost = costUsd?.toFixed(3) ?? '';
    table.push([
      file,
      `${width} x ${height}`,
      image.bytes.byteLength,
      revisedPrompt,
      cost,
      image.warnings.join(' '),
    ]);
  }
  console.log(table.toString());
  console.log(page);
}

function extensionOf({ metadata }: DemoImage): string {
  return metadata?.mediaType.replace('image/', '').replace('jpeg', 'jpg') ?? 'bin';
}
