/** What to do when nobody knows whether a workflow was started, a whole sentence. */
export function adviceAfterLoss(externalId: string | undefined): string {
  return externalId === undefined
    ? 'Look at the workflows of the account before you send it again.'
    : `Repeat the call with providerOptions.civitai.externalId '${externalId}': the same key is answered with the same workflow and is paid once.`;
}

/** How to get at a workflow that may be paid, a whole sentence. */
export function collectAdvice(workflowId: string): string {
  return `Pass providerOptions.civitai.workflowId '${workflowId}' to collect its images without paying again.`;
}
