/** The words of whatever was thrown. An error of another realm, as in jest, is no `Error` of this one. */
export function messageOf(thrown: unknown): string {
  const isErrorLike = typeof thrown === 'object' && thrown !== null && 'message' in thrown;
  return isErrorLike && typeof thrown.message === 'string' ? thrown.message : String(thrown);
}
