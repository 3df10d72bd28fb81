import { isRecord } from '@ai-sdk/provider-utils';
import { messageOf } from '@grok-image/core/internal';
import type { JobRecord } from '../job/record.ts';
import type { Made } from '../route/outcome.ts';
import type { Ran, Work } from './work.ts';

/** What is written of one job, step by step. */
export interface Book {
  readonly record: JobRecord;
  /** Whether what was lost is looked for already. */
  isRecovering: boolean;
  /** Adds to the next step what is known by now. */
  add(about: Partial<JobRecord>): void;
  /** Writes the next step down. */
  step(about: Partial<JobRecord>): Promise<void>;
  /** Keeps what a job has brought, and ends it. */
  keep(made: Made, n: number): Promise<Ran>;
  /** Settles the money of a job, and ends it. */
  close(): Promise<Ran>;
}

export function createBook(first: JobRecord, work: Work): Book {
  const { purse, records, keeper } = work;
  let record = first;

  async function step(about: Partial<JobRecord>): Promise<void> {
    record = { ...record, ...about, at: Date.now() };
    await records.write(record);
  }

  async function close(): Promise<Ran> {
    const { key, state, cost, estimate, job, images } = record;
    if (state === 'unknown') await purse.lose(key);
    else await purse.settle(key, { cost: cost ?? estimate, images: images?.length ?? job.n ?? 1 });
    if (state === 'stored') await step({ state: 'done' });
    return { kind: 'final', record };
  }

  return {
    isRecovering: false,
    get record() {
      return record;
    },
    add(about) {
      record = { ...record, ...about };
    },
    step,
    close,
    async keep({ pictures, cost, warnings }, n) {
      if (pictures.length === 0) {
        await step({
          state: 'failed',
          cost: cost ?? record.estimate,
          missing: n,
          error: warnings.join(' ') || 'It brought no image.',
        });
        return close();
      }
      const known = cost ?? record.estimate;
      const made: JobRecord = {
        ...record,
        ...(known && { cost: known }),
        ...(warnings.length > 0 && { warnings }),
      };
      const places = placesOf(pictures);
      let images: JobRecord['images'];
      try {
        images = await Promise.all(
          pictures.map((picture, index) => keeper.keep(made, places[index] ?? index, picture)),
        );
      } catch (error) {
        if (work.abortSignal?.aborted) throw error;
        const reason = `Failed to keep a picture: ${messageOf(error)}.`;
        work.stop(reason);
        await step({ state: 'submitted', error: reason, ...addressesOf(made, pictures) });
        return { kind: 'open', record };
      }
      const missing = n - images.length;
      const { error: _, paid: __, ...clean } = made;
      record = { ...clean, images, ...(missing > 0 && { missing, error: warnings.join(' ') }) };
      await step({ state: 'stored' });
      return close();
    },
  };
}

/**
 * The place of each picture among those of its job. Of the two that a job has, one process may have got both, and another the
 * second one only: each has the same name in both.
 */
function placesOf(pictures: Made['pictures']): readonly number[] {
  const told = pictures.flatMap(picture => {
    const index = 'bytes' in picture && isRecord(picture.metadata) ? picture.metadata['index'] : undefined;
    return typeof index === 'number' && Number.isInteger(index) && index >= 0 ? [index] : [];
  });
  return new Set(told).size === pictures.length ? told : [...pictures.keys()];
}

/** Where pictures are that are paid and could not be kept. */
function addressesOf({ paid }: JobRecord, pictures: Made['pictures']): Pick<JobRecord, 'paid'> {
  const urls = pictures.flatMap(picture => {
    const url = 'bytes' in picture && isRecord(picture.metadata) ? picture.metadata['url'] : undefined;
    return typeof url === 'string' ? [url] : [];
  });
  return urls.length > 0 ? { paid: urls } : { ...(paid && { paid }) };
}
