import { cancelWorkflow } from './end-step.ts';
import { payInYellow } from './money.ts';
import { problem, rejection } from './problem.ts';
import type { CivitaiState } from './state.ts';
import type { WorkflowChanges } from './submission.ts';
import { isFinal, type Workflow } from './workflow.ts';

/**
 * Applies the changes of a valid `UpdateWorkflowRequest`.
 *
 * @throws {Problem} 409 if it is canceled after its end, 400 if mature content is asked for without the Buzz for it.
 */
export function updateWorkflow(state: CivitaiState, workflow: Workflow, changes: WorkflowChanges): void {
  const { status, metadata, tags, allowMatureContent } = changes;
  if (status === 'canceled' && isFinal(workflow.status))
    throw problem(409, `The workflow is ${workflow.status} and can no longer be canceled.`);
  if (allowMatureContent === true && workflow.allowMatureContent !== true && !payInYellow(workflow))
    throw rejection('Mature content needs yellow Buzz, and there is too little of it.');
  workflow.allowMatureContent = allowMatureContent ?? workflow.allowMatureContent;
  workflow.metadata = metadata ?? workflow.metadata;
  workflow.tags = tags ?? workflow.tags;
  if (status === 'canceled') cancelWorkflow(state, workflow);
}
