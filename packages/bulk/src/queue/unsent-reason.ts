import { isRecord } from '@ai-sdk/provider-utils';
import type { QueuedJob } from './engine.ts';

/** Why a job was not sent, as its worker has noted. */
export function unsentReason({ progress }: Pick<QueuedJob, 'progress'>): {
  readonly reason: string | undefined;
  readonly isStopped: boolean;
} {
  const { reason, isStopped } = isRecord(progress) ? progress : {};
  return { reason: typeof reason === 'string' ? reason : undefined, isStopped: isStopped === true };
}
