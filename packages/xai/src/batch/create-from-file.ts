import { createProgressReporter } from '@grok-image/core';
import { repeatUnstarted, throwIfAborted } from '@grok-image/core/internal';
import { uploadFile } from '../files/upload.ts';
import type { XaiService } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';
import type { XaiFileBatch } from './api.ts';
import { cancelQuietly } from './cancel.ts';
import { defaultName, withProgress, type Creation } from './create.ts';
import { idsOf, toIncompleteError } from './incomplete.ts';
import { planParts, toLine, type BatchPart } from './parts.ts';
import { mapRequest } from './prepare.ts';
import { sendUnlessStarted, type FailedRequest } from './send-unless-started.ts';
import { readBatch } from './status.ts';

/** What to make batches of. */
interface FileCreation extends Creation {
  readonly fileExpiresAfter?: number | undefined;
}

/**
 * Uploads requests as files of JSONL and makes a batch of each. When it is aborted meanwhile, those that were made are
 * cancelled.
 *
 * @throws as `createInline`
 */
export async function createFromFile(
  transport: XaiTransport,
  { name = defaultName, fileExpiresAfter, onProgress, calls }: FileCreation,
  service: XaiService,
): Promise<XaiFileBatch[]> {
  const { parts, warnings } = planParts(calls, toLine, service);
  const batches: XaiFileBatch[] = [];
  let inputFileId: string | undefined;
  const progress = createProgressReporter(onProgress);
  const report = (sending: BatchPart = []) =>
    progress.report({
      batchIds: batches.map(({ id }) => id),
      added: batches.flatMap(({ requestIds }) => requestIds),
      sending: idsOf([sending]),
    });
  try {
    for (const [index, part] of parts.entries()) {
      report(part);
      const title = parts.length === 1 ? name : `${name} ${index + 1}/${parts.length}`;
      const made = await createOne(part, title);
      if ('error' in made) {
        throw toIncompleteError(
          batches.map(({ id }) => id),
          parts,
          index,
          made,
        );
      }
      const requestIds = part.map(({ id }) => id);
      const own = new Set(requestIds);
      batches.push({
        ...made,
        requestIds,
        warnings: warnings.filter(({ requestId = '' }) => own.has(requestId)),
      });
      report();
    }
  } catch (error) {
    if (transport.abortSignal?.aborted)
      void cancelQuietly(
        transport,
        batches.map(({ id }) => id),
        inputFileId,
      );
    throw error;
  }
  // It belongs to no request, so it is told with the batch that came last.
  return batches.map((batch, index) =>
    index < batches.length - 1 ? batch : { ...batch, warnings: withProgress(batch.warnings, progress) },
  );

  async function createOne(
    part: BatchPart,
    title: string,
  ): Promise<FailedRequest | Pick<XaiFileBatch, 'id' | 'inputFileId'>> {
    const lines = part.map(request => `${JSON.stringify(toLine(mapRequest(request, service)))}\n`);
    const data = new TextEncoder().encode(lines.join(''));
    const upload = { data, filename: 'batch.jsonl', purpose: 'batch', expiresAfter: fileExpiresAfter };
    inputFileId = undefined;
    try {
      ({ id: inputFileId } = await repeatUnstarted(() => uploadFile(transport, upload), {
        abortSignal: transport.abortSignal,
      }));
    } catch (error) {
      throwIfAborted(transport.abortSignal);
      // Whatever became of the file, no batch was made of it.
      return { error, outcome: 'refused' };
    }
    const created = await sendUnlessStarted(transport, {
      path: '/batches',
      body: { name: title, input_file_id: inputFileId },
      action: `create a batch of file ${inputFileId}`,
      advice: `Look for inputFileId '${inputFileId}' in grok.batch.list() before you create it again.`,
      parse: readBatch,
    });
    return 'error' in created ? created : { id: created.value.id, inputFileId };
  }
}
