import type { Access } from '@grok-image/emulator';

/** What a process of a scenario is to do, as JSON. */
export interface Job {
  readonly model: 'grok' | 'civitai' | 'peer';
  readonly access: Access;
  /** The stores that it shares with the others. */
  readonly redisUrl?: string | undefined;
  readonly postgresUrl?: string | undefined;
  /** A folder for pictures that it shares with the others. */
  readonly folder?: string | undefined;
  readonly bucket?: { readonly endpoint: string; readonly bucket: string } | undefined;
  /** Options of `production` that are plain data. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Calls, all made at once. */
  readonly calls: readonly { readonly prompt: string; readonly key?: string | undefined }[];
  /** A key of another account, for one call before all: what is loaded and connected for the first time takes its time. */
  readonly warmUpKey?: string | undefined;
  /** Milliseconds between the starts of two calls. */
  readonly everyMs?: number | undefined;
}

/** What became of a call, as the process tells it. */
export interface Ended {
  readonly prompt: string;
  readonly images: number;
  readonly error?: { readonly name: string; readonly message: string } | undefined;
  readonly warnings: readonly string[];
  /** The first entry of `providerMetadata.grokImage.images`. */
  readonly told?: Readonly<Record<string, unknown>> | undefined;
}
