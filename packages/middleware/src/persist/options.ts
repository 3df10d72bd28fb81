import { invalidArgument, numberSchema, parseStrict, textSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { BlobStore } from '../stores/blob-store.ts';
import { blobStoreSchema } from '../stores/shapes.ts';
import { publicBaseSchema } from '../stores/public-base.ts';
import { readTemplate, type KeyTemplate } from './key-template.ts';

/** Where and how pictures are kept. */
export interface PersistOptions {
  readonly blobs: BlobStore;
  /**
   * The key of a picture, without its extension: a path with `{sha256}` of its bytes, or `{call}`, an id of the request,
   * behind which its place in the request is put; `{model}` and `{date}` (UTC) can stand in it as well. Default
   * `'{sha256}'`, or `'{call}'` with `upload`, as its bytes are not known before they are there.
   */
  readonly key?: string | undefined;
  /** The address that everybody reads pictures below; without it, the store is asked for theirs. */
  readonly publicBase?: string | undefined;
  /** Milliseconds that a signed address works for; without it, as long as the store says. */
  readonly urlExpiresMs?: number | undefined;
  /** Whose pictures they are, e.g. a user: they stand below a path of their own. A call without a tenant keeps nothing. */
  readonly tenant?: string | (() => string | undefined) | undefined;
  /**
   * Lets models that can, i.e. those of xAI, put their pictures into the bucket themselves, so that one that is there is
   * the proof of a request that was paid. Those of other models are put there as always.
   */
  readonly upload?: boolean | undefined;
}

/** The options as they are used. */
export interface PersistSettings extends Omit<PersistOptions, 'key'> {
  readonly template: KeyTemplate;
  readonly upload: boolean;
}

const optionsSchema = lazy(() =>
  z.strictObject({
    blobs: blobStoreSchema(),
    key: textSchema().optional(),
    publicBase: publicBaseSchema(),
    urlExpiresMs: numberSchema(1, 'milliseconds').optional(),
    tenant: z
      .union(
        [textSchema(), z.custom<() => string | undefined>(value => typeof value === 'function')],
        'a text, or a function that gives one',
      )
      .optional(),
    upload: z.boolean('true or false').default(false),
  }),
);

/** @throws InvalidArgumentError naming the option */
export function readPersistOptions(options: PersistOptions): PersistSettings {
  const { key, ...settings } = parseStrict(optionsSchema(), options, '');
  const { upload, blobs } = settings;
  const template = readTemplate(key ?? (upload ? '{call}' : '{sha256}'));
  if (upload && template.needsBytes) {
    throw invalidArgument(
      'key',
      key,
      'a path with {call} and without {sha256}, which upload has to know before',
    );
  }
  if (upload && typeof blobs.target !== 'function') {
    throw invalidArgument(
      'upload',
      upload,
      'true with a store that others can put pictures into, e.g. s3(...)',
    );
  }
  return { ...settings, template };
}
