import type { ImageParams } from './model.ts';
import { metadataKey } from './told.ts';

/** What layers of one stack know of a call on its way through them. */
export interface CallContext {
  /** Whether a request of the call has left, so that it may be billed. */
  readonly isSent: boolean;
  /**
   * Has something done right before the first request of the call leaves, and not if none ever does. Where it throws,
   * nothing is sent.
   */
  beforeSend(run: () => Promise<void>): void;
}

interface OpenContext extends CallContext {
  send(): Promise<void>;
}

/** By the object of our options in a call: shallow copies of its parameters keep it, and nobody else has it. */
const contexts = new WeakMap<object, OpenContext>();

/** Gives a call its context, unless a layer around has done so. Only layers that are put together here may rely on it. */
export function enterContext(params: ImageParams): {
  readonly params: ImageParams;
  readonly context: CallContext;
} {
  const given = params.providerOptions?.[metadataKey];
  const known = given && contexts.get(given);
  if (known) return { params, context: known };
  const own = { ...given };
  const context = createContext();
  contexts.set(own, context);
  return {
    params: { ...params, providerOptions: { ...params.providerOptions, [metadataKey]: own } },
    context,
  };
}

/** Says that a request of a call is about to leave; resolves when all that has to be done before is done. */
export async function noteSend(params: ImageParams): Promise<void> {
  const own = params.providerOptions?.[metadataKey];
  await (own && contexts.get(own))?.send();
}

function createContext(): OpenContext {
  const before: (() => Promise<void>)[] = [];
  let sending: Promise<void> | undefined;
  let isSent = false;
  return {
    get isSent() {
      return isSent;
    },
    beforeSend: run => before.push(run),
    async send() {
      // Once, whichever request of the call comes first; the others wait for it.
      sending ??= Promise.all(before.map(async run => run())).then(() => {
        isSent = true;
      });
      await sending;
    },
  };
}
