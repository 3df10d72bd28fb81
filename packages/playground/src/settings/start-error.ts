/** What kept the playground from starting. */
export type StartProblem = 'port' | 'folder' | 'key' | 'page';

/**
 * The playground could not start. Nothing was sent.
 *
 * @example
 * if (PlaygroundStartError.isInstance(error) && error.reason === 'key') console.error('Set XAI_API_KEY.');
 */
export class PlaygroundStartError extends Error {
  override readonly name = 'PlaygroundStartError';
  readonly reason: StartProblem;

  constructor(reason: StartProblem, why: string, advice: string, cause?: unknown) {
    super(`Failed to start the playground: ${why}. ${advice}`, { cause });
    this.reason = reason;
  }

  static isInstance(error: unknown): error is PlaygroundStartError {
    return error instanceof Error && error.name === 'PlaygroundStartError';
  }
}
