import type { Picture, Progress, RunView } from '../protocol/run.ts';
import type { RunRecord, StoredPicture } from '../store/lines.ts';

/** What this process knows of a call beside what is on disk. */
export interface LiveRun {
  readonly controller: AbortController;
  progress: Progress;
  /** Pictures that are kept while others are still made. */
  early: readonly StoredPicture[];
  /** Places of pictures that are being fetched early. */
  readonly fetching: Set<number>;
  /** Resolves when it has ended, however. */
  ended: Promise<void>;
}

let looks = 0;

/** A call as the page sees it. */
export function toView(run: RunRecord, live?: LiveRun): RunView {
  const { resumes: _resumes, paid: _paid, isSent: _isSent, pictures, ...shown } = run;
  const all = run.state === 'running' ? (live?.early ?? []) : pictures;
  return {
    ...shown,
    look: ++looks,
    state: live === undefined ? run.state : 'running',
    progress: live?.progress ?? { status: '' },
    pictures: all.map(toPictureView),
  };
}

/** Without where it is kept. */
export function toPictureView({ file: _file, sha256: _sha256, ...picture }: StoredPicture): Picture {
  return picture;
}
