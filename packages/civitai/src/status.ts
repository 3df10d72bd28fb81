/**
 * Status of a workflow, step or job (Civitai orchestration OpenAPI document v2, 2026-08-20). The last four are final.
 */
export type WorkflowStatus =
  | 'unassigned'
  | 'preparing'
  | 'scheduled'
  | 'processing'
  | 'succeeded'
  | 'failed'
  | 'expired'
  | 'canceled';

const statuses: readonly WorkflowStatus[] = [
  'unassigned',
  'preparing',
  'scheduled',
  'processing',
  'succeeded',
  'failed',
  'expired',
  'canceled',
];

/** The status of that name; `undefined` for one that is newer than this list. */
export function knownStatus(status: string | undefined): WorkflowStatus | undefined {
  return statuses.find(known => known === status);
}

/** Whether a status is final: it never changes again. */
export function isFinal(status: WorkflowStatus): boolean {
  switch (status) {
    case 'unassigned':
    case 'preparing':
    case 'scheduled':
    case 'processing':
      return false;
    case 'succeeded':
    case 'failed':
    case 'expired':
    case 'canceled':
      return true;
    default:
      return status satisfies never;
  }
}

/**
 * Whether a workflow or step is over. One with a status that this version does not know is still running for all
 * that is known, unless the service says when it was completed.
 */
export function hasEnded(state: { status?: string | undefined; completedAt?: string | undefined }): boolean {
  const status = knownStatus(state.status);
  return status === undefined ? state.completedAt !== undefined : isFinal(status);
}
