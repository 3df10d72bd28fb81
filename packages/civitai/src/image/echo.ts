import { findEchoedDifference, type ImageWarning } from '@grok-image/core';
import type { WorkflowTemplate } from '../workflow/template.ts';
import type { Workflow } from '../workflow/workflow.ts';

/** What the service says that it made otherwise than it was asked, which no picture shows. */
export function findEchoedDifferences(
  { steps: made }: Workflow,
  { steps }: Pick<WorkflowTemplate, 'steps'>,
): ImageWarning[] {
  const input = steps.find(step => step.$type === 'imageGen')?.input;
  // Other engines may be echoed under other names and words.
  if (input === undefined || !('engine' in input) || input.engine !== 'grok') return [];
  return (['version', 'quality'] as const).flatMap(name => {
    const asked = input[name];
    const said = made.map(step => step[name]);
    return findEchoedDifference(name, typeof asked === 'string' ? asked : undefined, said);
  });
}
