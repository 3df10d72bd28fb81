import type { JobRecord, StoredImage } from '../job/record.ts';
import type { MadePicture } from '../route/outcome.ts';

/** Keeps the pictures of a run, so that they are there as a whole or not at all. */
export interface Keeper {
  /**
   * @param index - its place among the pictures of its job, from 0
   * @throws what the disk or the bucket says
   */
  keep(record: JobRecord, index: number, picture: MadePicture): Promise<StoredImage>;
}
