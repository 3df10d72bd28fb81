import type { Access } from '@grok-image/emulator';

/** How the jobs of a scenario go. */
export type RouteKind = 'civitai' | 'batch' | 'bucket' | 'plain';

/** What moves them. */
export type EngineKind = 'redis' | 'postgres' | 'folder';

/** What a process of a scenario is to do, as JSON. */
export interface Task {
  readonly route: RouteKind;
  readonly access: Access;
  readonly bucket: { readonly endpoint: string; readonly bucket: string };
  /** Which one of several it is; told to the service with each request. */
  readonly worker?: number | undefined;
  /** Of the server; absent where a folder is worked on. */
  readonly url?: string | undefined;
  readonly engine: EngineKind;
  readonly out: string;
  /** Jobs of a folder. */
  readonly jobs?: number | undefined;
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly rate?: { readonly perSecond: number; readonly perMinute: number } | undefined;
  readonly bucketWaitMs: number;
}

/** The jobs of a scenario, each with words of its own, by which the bills are told apart. */
export function jobsOfTask(count: number): { readonly prompt: string }[] {
  return Array.from({ length: count }, (_, index) => ({ prompt: `A cat, number ${index}` }));
}
