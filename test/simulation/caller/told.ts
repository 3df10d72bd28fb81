import type { ImageResult } from '../../contract/harness/ai-sdk.ts';
import type { JobRecord } from '../../../packages/bulk/src/job/record.ts';
import type { CallScript } from '../script/scenario.ts';

/** One `doGenerate`: the AI SDK may make several of a call. */
export interface Attempt {
  readonly startedAtMs: number;
  endedAtMs?: number;
  /** Bills in the ledger when it ended, in all. */
  billsAtEnd?: number;
  error?: unknown;
}

/** How a call ended for its caller; `died`: the process ended, so that nobody was told anything any more. */
export type End = 'result' | 'error' | 'aborted' | 'died' | 'hangs';

/** A picture as it reached the caller. */
export interface DeliveredPicture {
  readonly bytes: Uint8Array;
  /** Its number in the ledger; `undefined` for what is no picture of the service. */
  readonly number: number | undefined;
}

/** Everything that a caller was told by one call. */
export interface PlayedCall {
  readonly index: number;
  readonly script: CallScript;
  readonly apiKey: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly end: End;
  readonly result: ImageResult | undefined;
  readonly error: unknown;
  readonly images: readonly DeliveredPicture[];
  readonly attempts: readonly Attempt[];
  /** The events of `onProgress`, in order. */
  readonly progress: readonly unknown[];
  /** Warnings of the result, and of a batch. */
  readonly warnings: readonly string[];
  /** Entries of `imageMetadata(result)`. */
  readonly metadata: readonly object[];
  /** Listeners on the caller's signal: left at the end, and at once. */
  readonly listeners: { readonly left: number; readonly atOnce: number };
  /** Numbers of pictures that were got at afterwards by a field of what was told, without another bill. */
  recovered: ReadonlySet<number>;
  /** What the caller's own repetition of the call came to, where the error advises one (see `retry`). */
  advised?: 'came' | 'same failure' | undefined;
  /** What is written of it, where it is a job of a run. */
  readonly record?: JobRecord | undefined;
}

/** The text of a warning, whatever its kind. */
export function textOfWarning(warning: object): string {
  const texts = ['message', 'details', 'feature', 'setting'].map(name => Reflect.get(warning, name));
  return texts.filter(text => typeof text === 'string').join(' ');
}

/** What a call wants, by the number in its prompt: two calls may want the same. */
export function wishOf({ script, index }: Pick<PlayedCall, 'script' | 'index'>): number {
  return script.wish ?? index;
}
