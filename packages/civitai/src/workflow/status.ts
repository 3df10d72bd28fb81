/** Status of a workflow, step or job (Civitai orchestration OpenAPI document v2, 2026-08-20). The last four are final. */
const statuses = [
  'unassigned',
  'preparing',
  'scheduled',
  'processing',
  'succeeded',
  'failed',
  'expired',
  'canceled',
] as const;

/** A status that this version knows. */
export type WorkflowStatus = (typeof statuses)[number];

/** Whether a status is final: it never changes again. */
function isFinal(status: WorkflowStatus): boolean {
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
  const status = statuses.find(known => known === state.status);
  return status === undefined ? state.completedAt !== undefined : isFinal(status);
}
