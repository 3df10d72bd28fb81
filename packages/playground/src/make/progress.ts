import type { Progress } from '../protocol/run.ts';
import type { ModelProgress } from '../services/service.ts';

/** Words of the services, in those of a person. */
const words: Readonly<Record<string, string>> = {
  submitting: 'Asking',
  sent: 'Asked',
  unassigned: 'Waiting for a machine',
  preparing: 'Getting ready',
  scheduled: 'In the queue',
  pending: 'Being made',
  processing: 'Being made',
  downloading: 'Fetching the pictures',
  succeeded: 'Fetching the pictures',
  done: 'Fetching the pictures',
};

/** How far a call is. */
export function toProgress({ status, progress, queuePosition }: ModelProgress): Progress {
  return { status: words[status] ?? status, share: progress, queue: queuePosition };
}

/** Before anything is told. */
export const firstProgress: Progress = { status: 'Asking' };
export const collecting: Progress = { status: 'Collecting what was paid' };
