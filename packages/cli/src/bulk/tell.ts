import path from 'node:path';
import type { BulkEvent, BulkSummary, JobRecord } from '@grok-image/bulk';
import { exitCodes } from '../exit/exit-code.ts';
import { inFlagWords } from '../exit/in-flag-words.ts';
import { costWords } from '../output/amounts.ts';
import { oneLine, shorten } from '../output/columns.ts';
import type { Output } from '../output/output.ts';
import { progressLine } from '../output/progress-line.ts';

/**
 * Tells of a run as it goes on.
 *
 * @param out - the folder that files are in, for their names
 */
export function createTeller(
  output: Output,
  { out, isQuiet = false }: { readonly out: string; readonly isQuiet?: boolean },
): (event: BulkEvent) => void {
  return event => {
    switch (event.type) {
      case 'start':
        if (output.mode === 'json') output.result({ ...event }, '');
        else if (!isQuiet) for (const { sentence } of event.guarantees) output.note(sentence);
        return;
      case 'result':
        tellRecord(event.record, out, output);
        return;
      case 'progress':
        output.progress(progressLine(event.summary));
        return;
      case 'warning':
        tellNote(output, 'warning', inFlagWords(event.message));
        return;
      case 'stopped':
        tellNote(output, 'stopped', event.reason);
        return;
      case 'rescue':
        // It could be written nowhere else, and it is paid.
        output.result({ ...event }, `Paid and not written down: ${JSON.stringify(event.record)}`);
        return;
      default:
        event satisfies never;
    }
  };
}

function tellNote(output: Output, type: string, message: string): void {
  if (output.mode === 'json') output.result({ type, message }, '');
  output.note(message);
}

/** What became of a job: a line for each picture, and one for what did not come. */
export function tellRecord(record: JobRecord, out: string, output: Output): void {
  const { state, job, modelId, cost, missing, error, warnings = [], resume, batchId, paid, key } = record;
  const images = (record.images ?? []).map(({ file, ...image }) => ({
    ...image,
    ...(file !== undefined && { file: path.join(out, file) }),
  }));
  const { prompt } = job;
  const about = { prompt, model: modelId, cost, missing, error, warnings, resume, batchId, paid };
  const lines = images.map(({ file, blobKey, width, height }, index) => {
    const size = width !== undefined && height !== undefined ? `${width} x ${height}` : undefined;
    const share = index === 0 ? costWords(cost) : undefined;
    return [file ?? blobKey, size, share].filter(Boolean).join('  ');
  });
  if (output.mode !== 'json') {
    for (const warning of warnings) output.note(`Warning: ${inFlagWords(warning)}`);
    if (error !== undefined) {
      const whose =
        job.line === undefined ? '' : `Line ${job.line} (${shorten(oneLine(prompt ?? ''), 40)}), `;
      output.note(`${whose}${state}: ${inFlagWords(error)}`);
    }
  }
  output.result({ type: 'result', key, state, line: job.line, ...about, images }, lines.join('\n'));
}

/** What a run ends the command with. */
export function exitCodeOfRun(
  { jobs, done, refused, failed, unknown, unsent, running, images, partial }: BulkSummary,
  { isStopped }: { readonly isStopped: boolean },
): number {
  if (isStopped) return exitCodes.stopped;
  if (done === jobs && partial === 0) return exitCodes.done;
  if (images > 0 || done > 0) return exitCodes.partly;
  return refused > 0 && failed + unknown + unsent + running === 0 ? exitCodes.refused : exitCodes.failed;
}
