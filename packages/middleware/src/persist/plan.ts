import { isRecord } from '@ai-sdk/provider-utils';
import { messageOf, randomId } from '@grok-image/core/internal';
import { portOf } from '../stack/digest.ts';
import type { ImageModelLike, ImageParams } from '../stack/model.ts';
import { ownOptionsOf } from '../stack/own-options.ts';
import { takePart } from '../stack/parts.ts';
import { inTime } from './in-time.ts';
import { toKeyPart, type KeyFields } from './key-template.ts';
import type { PersistSettings } from './options.ts';
import { callIdOf, uploadTargets, type Uploads } from './upload.ts';

/** What is known of the keys of a request before it is sent. */
export interface Plan {
  readonly fields: Omit<KeyFields, 'sha256'>;
  /** Addresses that the model is to put its pictures to, where it can. */
  readonly uploads: Uploads | undefined;
  readonly warnings: readonly string[];
  /** Gives its id back, as nothing came of it. */
  readonly release: () => void;
}

/** Longest time for signing, in milliseconds: it sends nothing, unless the keys of a role are asked for. */
const signingMs = 2000;

/** Plans requests. */
export type Planner = (model: ImageModelLike, params: ImageParams, prefix: string) => Promise<Plan>;

/** Makes what plans the requests of one middleware. */
export function createPlanner({ blobs, template, upload }: PersistSettings): Planner {
  return async (model, params, prefix) => {
    const canUpload = upload && portOf(model)?.capabilities.uploads === true && !isCollecting(params);
    const { id: call, release } = canUpload
      ? await idOf(params)
      : { id: randomId(), release: () => undefined };
    const date = new Date().toISOString().slice(0, 10);
    const fields = { call, model: toKeyPart(model.modelId), date };
    if (!canUpload) return { fields, uploads: undefined, warnings: [], release };
    const base = prefix + template.baseOf(fields);
    try {
      const uploads = await inTime(signingMs, () => uploadTargets(blobs, base, params.n));
      return { fields, uploads, warnings: [], release };
    } catch (error) {
      const reason = messageOf(error).replace(/\.$/, '');
      const warning = `Failed to sign addresses for images to be put to: ${reason}. They are kept afterwards.`;
      return { fields, uploads: undefined, warnings: [warning], release };
    }
  };
}

/** The id of a request: of one under a key, the same in every process; parts of one call have ids of their own. */
async function idOf(params: ImageParams): Promise<{ readonly id: string; readonly release: () => void }> {
  const { key } = ownOptionsOf(params);
  if (key === undefined) return { id: randomId(), release: () => undefined };
  const { number, release } = takePart(params, 'persist');
  return { id: await callIdOf(key, number), release };
}

/** Whether a request was sent before, with addresses of its own. */
function isCollecting({ providerOptions = {} }: ImageParams): boolean {
  return Object.values(providerOptions).some(options => isRecord(options) && options['jobId'] !== undefined);
}
