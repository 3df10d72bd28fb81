import { pathSegment } from '@grok-image/core/internal';
import type { Connection } from './connection.ts';

/** Address of the workflows, or of one of them. Query values that are `undefined` are left out. */
export function workflowsUrl(
  { baseURL }: Connection,
  workflowId?: string,
  query: Readonly<Record<string, string | number | boolean | undefined>> = {},
): string {
  const path = workflowId === undefined ? '' : `/${pathSegment(workflowId)}`;
  const parameters = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  const search = parameters.size === 0 ? '' : `?${parameters}`;
  return `${baseURL}/v2/consumer/workflows${path}${search}`;
}
