import { isRecord } from '@ai-sdk/provider-utils';
import { causeOf } from '@grok-image/core';
import { messageOf } from '@grok-image/core/internal';
import type { Output } from '../output/output.ts';
import { exitCodeOf } from './exit-code.ts';
import { inFlagWords } from './in-flag-words.ts';
import { StoppedError } from './stop.ts';

/**
 * Says what ended a command, in its own words.
 *
 * @returns the code that the process ends with
 */
export function report(error: unknown, output: Output): number {
  const exitCode = exitCodeOf(error);
  const cause = causeOf(error);
  const told = messageOf(cause);
  // The first of them stand in the message.
  const others = problemsOf(cause).filter(problem => !told.includes(problem));
  const message = inFlagWords([told, ...others].join('\n  '));
  const name = error instanceof Error ? error.name : 'Error';
  if (output.mode === 'json') output.result({ type: 'error', name, message, exitCode }, '');
  if (!(error instanceof StoppedError)) output.note(message);
  return exitCode;
}

/** What a run was refused for, e.g. each bad line. */
function problemsOf(error: unknown): readonly string[] {
  const problems = isRecord(error) ? error['problems'] : undefined;
  return Array.isArray(problems) ? problems.map(String) : [];
}
