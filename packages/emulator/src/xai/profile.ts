import { type ImageModelRow, xaiModels } from './models.ts';

/** How one service that speaks xAI's wire format differs from the others. A gateway is an entry of this type. */
export interface XaiProfile {
  readonly hosts: { readonly api: string; readonly content?: string; readonly files?: string };
  readonly basePath: string;
  /** A key that is accepted. */
  readonly apiKey: string;
  /** What every accepted key starts with. */
  readonly keyPrefix: string;
  readonly models: readonly ImageModelRow[];
  /** What is billed when a request names no model. */
  readonly defaultModel: string;
  /** Routes beyond generations; without one, it is an unknown route. */
  readonly has: {
    readonly edits: boolean;
    readonly deferred: boolean;
    readonly catalogue: boolean;
    readonly files: boolean;
  };
}

/** xAI itself (docs.x.ai, 2026). */
export const xaiProfile: XaiProfile = {
  hosts: { api: 'https://api.x.ai', content: 'https://imgen.x.ai', files: 'https://files-cdn.x.ai' },
  basePath: '/v1',
  apiKey: 'xai-emulator-0123456789abcdefghijklmnopqrstuvwxyz',
  keyPrefix: 'xai-',
  models: xaiModels,
  defaultModel: 'grok-imagine-image',
  has: { edits: true, deferred: true, catalogue: true, files: true },
};
