import { invalidArgument } from '@grok-image/core';
import type { Resume } from '@grok-image/core';
import type { ServiceChoice } from '../services/choice.ts';

/** What an id may be of. */
export const kinds = ['job', 'workflow', 'key', 'batch', 'file'] as const;
export type Kind = (typeof kinds)[number];

/** Kinds of each service. */
const kindsOf: Readonly<Record<ServiceChoice['provider'], readonly Kind[]>> = {
  xai: ['job', 'batch', 'file'],
  civitai: ['workflow', 'key'],
};

/**
 * What an id is of, by its form where nobody says so: xAI writes `batch_...` and `file_...`, and keys of runs are 64 characters
 * of hex.
 *
 * @throws InvalidArgumentError naming `--kind` for what the service does not have
 */
export function kindOf(id: string, given: Kind | undefined, { provider, label }: ServiceChoice): Kind {
  const possible = kindsOf[provider];
  if (given !== undefined && !possible.includes(given)) {
    throw invalidArgument('--kind', given, `${possible.join(', ')} at ${label}`);
  }
  if (given !== undefined) return given;
  if (provider === 'civitai') return /^[0-9a-f]{64}$/.test(id) ? 'key' : 'workflow';
  if (/^batch[_-]/.test(id)) return 'batch';
  return /^file[_-]/.test(id) ? 'file' : 'job';
}

/** What collects an id of these kinds. */
export function resumeOf(id: string, kind: 'job' | 'workflow' | 'key'): Resume {
  switch (kind) {
    case 'job':
      return { jobId: id };
    case 'workflow':
      return { workflowId: id };
    case 'key':
      return { externalId: id };
    default:
      return kind satisfies never;
  }
}
