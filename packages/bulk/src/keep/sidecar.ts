import type { JobRecord, StoredImage } from '../job/record.ts';

/** What stands beside a picture: prompt, model, what it cost, and what collects it again. */
export function toSidecar(record: JobRecord, image: StoredImage): string {
  const { key, job, modelId, cost, resume, warnings } = record;
  const { line: _, repetition: __, ...asked } = job;
  const told = { key, modelId, ...asked, cost, resume, warnings, ...image };
  return `${JSON.stringify(told, null, 2)}\n`;
}
