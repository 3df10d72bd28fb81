import type { WorkflowTemplate } from './template.ts';
import type { Workflow } from './workflow.ts';

/**
 * Whether a workflow was started by this very submit, not by an earlier one under the same key: its steps carry what
 * this one wrote into them. Where either side says nothing, it counts as its own.
 */
export function isStartedBy(workflow: Workflow, { steps }: WorkflowTemplate): boolean {
  const own = steps.flatMap(step => (step.$type === 'imageGen' ? (step.input.imageMetadata ?? []) : []));
  const echoed = workflow.steps.flatMap(({ nonce }) => nonce ?? []);
  return own.length === 0 || echoed.length === 0 || echoed.some(nonce => own.includes(nonce));
}

/** Whether a workflow was made for another prompt, as one is that was started earlier under a key that is used again. */
export function hasOtherPrompt(workflow: Workflow, { steps }: WorkflowTemplate): boolean {
  const asked = steps.flatMap(({ $type, input: { prompt } }) =>
    typeof prompt === 'string' ? `${$type} ${prompt.trim()}` : [],
  );
  const types = steps.flatMap(({ $type, input: { prompt } }) => (typeof prompt === 'string' ? $type : []));
  const echoed = workflow.steps.flatMap(({ $type, prompt }) =>
    prompt !== undefined && types.some(type => type === $type) ? `${$type} ${prompt.trim()}` : [],
  );
  return echoed.length > 0 && !echoed.some(text => asked.includes(text));
}
