import { throwIfAborted } from '@grok-image/core/internal';
import { createCallPictures, type CallPictures } from './call-pictures.ts';
import type { BlobStore } from '../stores/blob-store.ts';
import type { ImageParams, ImageResult } from './model.ts';
import { metadataKey } from './told.ts';

/** What layers of one stack know of a call on its way through them. */
export interface CallContext {
  /** Whether a request of the call has left, so that it may be billed. */
  readonly isSent: boolean;
  /**
   * To whom it was sent, or is about to be, in that order: several where models stand in for each other and one may have
   * begun. One that is looked for keeps all that it was sent to then.
   */
  readonly sentTo: readonly SentTo[];
  /** By what it is to be found again, where a layer around wants that. */
  trail: Trail | undefined;
  /** What was noted of an earlier call that is looked for now, in place of being sent. */
  readonly lost: LostCall | undefined;
  /** Has an earlier call looked for. */
  lookFor(lost: LostCall): void;
  /** Work that is done for others as well: it may go on although the caller of this call has left. */
  shared: SharedWork | undefined;
  /** Its number among the parts of one `generateImage`, once a layer has asked for it. */
  part: Part | undefined;
  readonly pictures: CallPictures;
  /** Ids of the sums that are held for it. */
  readonly held: Set<string>;
  /**
   * Has something done right before the first request of the call leaves to a model, and not if none ever does. Where it
   * throws, nothing is sent.
   */
  beforeSend(run: () => Promise<void>): void;
  /** How often the call has turned to a model. */
  readonly turns: number;
  /** Whether the call is on its way to a model, of which it is known how it is found again. */
  readonly isTurned: boolean;
  /** Sends the call to this model: all is done once more before its first request leaves. */
  turnTo<T>(model: SentTo, send: () => Promise<T>): Promise<T>;
  /** The model that it turned to last has certainly started nothing. */
  turnedAway(): void;
  /** Hears of the steps of the call, as they end. */
  onStep(listener: (step: CallStep) => void): void;
}

/** Work that several callers wait for, or nobody any more, as it is paid. */
export interface SharedWork {
  /** What comes of it, for this call. */
  readonly result: () => Promise<ImageResult>;
  /** Does something that is part of it, e.g. notes its end: whoever waits for the work waits for that as well. */
  readonly hold: (part: () => Promise<unknown>) => void;
}

/** A part of a call that AI SDK has split itself. */
export interface Part {
  /** 0 for a whole call. */
  readonly number: number;
  /** Gives the number back, as the part failed: AI SDK may send it again, and it is the same part then. */
  readonly release: () => void;
}

/** What a request can be found again by, where its process dies. */
export type FoundBy = { readonly externalId: string } | { readonly blobKeys: readonly string[] };

/** A model that a call was sent to, as it is noted before its first request leaves. */
export interface SentTo {
  /** `'provider:modelId'`, with a number behind it for the second one of that name. */
  readonly model: string;
  /** Which model of which account it is, of one that tells. */
  readonly identity?: string | undefined;
  /** Absent where nothing finds it. */
  readonly by?: FoundBy | undefined;
}

/** What a call leaves to be found by. */
export interface Trail {
  /** Of the call, letters and digits. */
  readonly name: string;
  /** Where services may put its pictures, and how keys of them begin there. */
  readonly bucket?: { readonly blobs: BlobStore; readonly prefix: string } | undefined;
}

/** An earlier call of which only this is known. */
export interface LostCall extends Pick<CallContext, 'sentTo'> {
  readonly held: readonly string[];
  /** What is thrown where nothing of it is found. */
  readonly refusal: Error;
}

/** A stretch of a call: a wait for its turn, a request of several that it is split into, or a model that was tried. */
export interface CallStep {
  readonly kind: 'wait' | 'part' | 'attempt';
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** What it is about, e.g. the images of a part. */
  readonly about: Readonly<Record<string, string | number | boolean>>;
  /** Why it failed. */
  readonly error?: unknown;
}

interface OpenContext extends CallContext {
  send(abortSignal: AbortSignal | undefined): Promise<void>;
  note(step: CallStep): void;
}

/**
 * Where it stands on the object of our options in a call: shallow copies of its parameters keep that, and nobody else sees
 * it. Not in a WeakMap, which keeps all that hangs on a call until the whole heap is looked through.
 */
const markKey = Symbol('context');

/** Our options in a call, with its context. */
interface Marked {
  readonly [markKey]?: { readonly context: OpenContext; readonly isHeld: boolean };
}

function markOf({ providerOptions }: Pick<ImageParams, 'providerOptions'>): Marked[typeof markKey] {
  const own: Marked | undefined = providerOptions?.[metadataKey];
  return own?.[markKey];
}

function withMark(params: ImageParams, context: OpenContext, isHeld: boolean): ImageParams {
  const own = { ...params.providerOptions?.[metadataKey] };
  Object.defineProperty(own, markKey, { value: { context, isHeld } });
  return { ...params, providerOptions: { ...params.providerOptions, [metadataKey]: own } };
}

/** Gives a call its context, unless a layer around has done so. Only layers that are put together here may rely on it. */
export function enterContext(params: ImageParams): {
  readonly params: ImageParams;
  readonly context: CallContext;
} {
  const known = markOf(params);
  if (known) return { params, context: known.context };
  const context = createContext();
  return { params: withMark(params, context, false), context };
}

/** The context of a call, where a layer around has given it one. */
export function contextOf(params: Pick<ImageParams, 'providerOptions'>): CallContext | undefined {
  return markOf(params)?.context;
}

/** Says that a request of a call is about to leave; resolves when all that has to be done before is done. */
export async function noteSend(params: ImageParams): Promise<void> {
  const mark = markOf(params);
  if (mark?.isHeld === false) await mark.context.send(params.abortSignal);
}

/** Tells the layers around of a step of a call. It never throws. */
export function noteStep(params: ImageParams, step: CallStep): void {
  markOf(params)?.context.note(step);
}

/** Does work that is a step of a call, and tells of it when it ends. */
export async function asStep<T>(
  params: ImageParams,
  kind: CallStep['kind'],
  about: CallStep['about'],
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const note = (error?: unknown) =>
    noteStep(params, { kind, startedAt, endedAt: performance.now(), about, error });
  try {
    const result = await work();
    note();
    return result;
  } catch (error) {
    note(error);
    throw error;
  }
}

/**
 * The same call for a model that waits before its requests leave, and whoever lets them go says so by `noteSend` of the
 * call as it was: handing it on says nothing.
 */
export function holdSend(params: ImageParams): ImageParams {
  const mark = markOf(params);
  return mark ? withMark(params, mark.context, true) : params;
}

function createContext(): OpenContext {
  const before: (() => Promise<void>)[] = [];
  const listeners: ((step: CallStep) => void)[] = [];
  const sentTo: SentTo[] = [];
  let sending: Promise<void> | undefined;
  // Without accessors: V8 would make a class of its own for each call, which keeps all that hangs on it for long.
  const context: { -readonly [NAME in keyof OpenContext]: OpenContext[NAME] } = {
    isSent: false,
    sentTo,
    trail: undefined,
    lost: undefined,
    lookFor(lost) {
      context.lost = lost;
      context.sentTo = lost.sentTo;
    },
    shared: undefined,
    part: undefined,
    pictures: createCallPictures(),
    held: new Set(),
    beforeSend: run => void before.push(run),
    turns: 0,
    isTurned: false,
    async turnTo(model, send) {
      context.turns += 1;
      sentTo.push(model);
      sending = undefined;
      context.isTurned = true;
      try {
        return await send();
      } finally {
        context.isTurned = false;
      }
    },
    turnedAway: () => void sentTo.pop(),
    onStep: listener => void listeners.push(listener),
    note(step) {
      for (const listener of listeners) listener(step);
    },
    async send(abortSignal) {
      // Once a model, whichever request comes first; the others wait for it.
      sending ??= Promise.all(before.map(async run => run())).then(() => {
        throwIfAborted(abortSignal);
        context.isSent = true;
      });
      await sending;
    },
  };
  return context;
}
