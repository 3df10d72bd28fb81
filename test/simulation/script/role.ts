/** What a request is for; each has its own line of reactions in a script. */
export const roles = [
  // Starts work and is billed: POST of images, or of a workflow.
  'submit',
  // A look at a deferred job, a workflow or a batch.
  'poll',
  // The bytes of a picture: at its first address, in the Files API, at its public address.
  'image',
  'stored',
  'public',
  // Civitai: the bytes of a blob by its id, and the list of workflows.
  'blob',
  'list',
  'cancel',
  // The Batch and the Files API.
  'create',
  'add',
  'results',
  'requests',
  'upload',
  'files',
] as const;

export type Role = (typeof roles)[number];
