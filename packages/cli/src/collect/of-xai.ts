import { messageOf } from '@grok-image/core/internal';
import type { XaiProvider } from '@grok-image/xai';
import { exitCodes } from '../exit/exit-code.ts';
import { counted } from '../output/amounts.ts';
import type { Output } from '../output/output.ts';
import { asFileName, writePicture } from './write-picture.ts';

/** What both of them need. */
interface Collecting {
  readonly id: string;
  readonly out: string;
  readonly output: Output;
  readonly abortSignal: AbortSignal;
}

/** Writes a picture that xAI keeps as a file. */
export async function collectFile(
  xai: XaiProvider,
  { id, out, output, abortSignal }: Collecting,
): Promise<number> {
  const { filename } = await xai.files.get(id, { abortSignal });
  const { data, width, height } = await xai.files.content(id, { abortSignal });
  const name = asFileName(filename.replace(/\.\w+$/, '')) || id;
  const file = await writePicture(out, name, data, { fileId: id, filename });
  output.result({ type: 'image', file, width, height, fileId: id }, `${file}  ${width} x ${height}`);
  return exitCodes.done;
}

/** Writes the pictures of a batch that are there by now. */
export async function collectBatch(
  xai: XaiProvider,
  { id, out, output, abortSignal }: Collecting,
): Promise<number> {
  const { counts, isFinished } = await xai.batch.status(id, { abortSignal });
  let [images, refused, failed] = [0, 0, 0];
  for await (const result of xai.batch.results(id, { abortSignal })) {
    if (result.status !== 'succeeded') {
      if (result.status === 'refused') refused += 1;
      else failed += 1;
      const message = messageOf(result.error);
      output.result({ type: 'result', id: result.id, state: result.status, error: message }, '');
      output.note(`${result.id}, ${result.status}: ${message}`);
      continue;
    }
    const { costUsd, model } = result;
    const loaded = await result.load({ abortSignal });
    for (const { data, ...metadata } of loaded.images) {
      const name = `${asFileName(result.id)}-${metadata.index + 1}`;
      const about = { batchId: id, requestId: result.id, model, ...metadata };
      const file = await writePicture(out, name, data, about);
      images += 1;
      output.result(
        { type: 'image', file, costUsd, ...about },
        `${file}  ${metadata.width} x ${metadata.height}`,
      );
    }
    output.progress(`${counted(images, 'image')} of ${counted(counts.total, 'request')}`);
  }
  const open = isFinished
    ? ''
    : `; ${counted(counts.pending, 'request')} still under way, call it again later`;
  const summary = { images, refused, failed, pending: counts.pending };
  output.result({ type: 'summary', ...summary }, '');
  output.note(`${counted(images, 'image')}, ${refused} refused, ${failed} failed${open}`);
  if (isFinished && refused + failed === 0) return exitCodes.done;
  if (images > 0) return exitCodes.partly;
  return isFinished && failed === 0 ? exitCodes.refused : exitCodes.failed;
}
