declare module '@grok-image/bulk' {
  import type { GenerationCost, Resume } from '@grok-image/core';
  import type { BlobStore, ImageModelLike } from '@grok-image/middleware';
  import type { JsonObject, JsonValue } from '@grok-image/core';
  import type * as z from 'zod/v4';
  export interface BulkJob {
    readonly prompt?: string | undefined;
    readonly model?: string | undefined;
    readonly n?: number | undefined;
    readonly aspectRatio?: `${number}:${number}` | undefined;
    readonly size?: `${number}x${number}` | undefined;
    readonly seed?: number | undefined;
    readonly options?: JsonObject | undefined;
    readonly images?: readonly (string | Uint8Array)[] | undefined;
    readonly name?: string | undefined;
  }
  export type JobState =
    | 'queued'
    | 'sending'
    | 'submitted'
    | 'stored'
    | 'done'
    | 'refused'
    | 'failed'
    | 'unknown';
  export type RouteName = 'keyed' | 'batch' | 'bucket' | 'deferred' | 'plain';
  export interface StoredImage {
    readonly file?: string | undefined;
    readonly blobKey?: string | undefined;
    readonly mediaType: string;
    readonly byteLength: number;
    readonly sha256?: string | undefined;
    readonly width?: number | undefined;
    readonly height?: number | undefined;
    readonly metadata?: JsonObject | undefined;
  }
  export interface JobRecord {
    readonly key: string;
    readonly state: JobState;
    readonly job: BulkJob & { line?: number };
    readonly modelId?: string | undefined;
    readonly resume?: Resume | undefined;
    readonly batchId?: string | undefined;
    readonly paid?: readonly string[] | undefined;
    readonly images?: readonly StoredImage[] | undefined;
    readonly missing?: number | undefined;
    readonly cost?: GenerationCost | undefined;
    readonly estimate?: GenerationCost | undefined;
    readonly warnings?: readonly string[] | undefined;
    readonly error?: string | undefined;
  }
  export type InputLine =
    | { readonly line: number; readonly job: BulkJob }
    | { readonly line: number; readonly problem: string };
  export interface JobInput extends AsyncIterable<InputLine> {
    close(): Promise<void>;
  }
  export function readJobs(options: {
    readonly from: string | NodeJS.ReadableStream;
    readonly format?: 'jsonl' | 'csv';
    readonly options?: z.ZodObject;
    readonly defaults?: BulkJob;
    readonly prompt?: string;
    readonly name?: string;
  }): JobInput;
  export function checkInput(
    input: JobInput,
    options?: { model?: ModelSource; most?: number },
  ): Promise<{ jobs: number; bad: readonly { line: number; problem: string }[]; badCount: number }>;
  export function jobsOf(jobs: Iterable<BulkJob> | AsyncIterable<BulkJob>): JobInput;
  export type ModelSource =
    | ImageModelLike
    | ((id: string | undefined) => ImageModelLike | PromiseLike<ImageModelLike>);
  export interface Guarantee {
    readonly route: RouteName;
    readonly model: string;
    readonly sentence: string;
  }
  export interface BulkSummary {
    readonly run: string;
    readonly jobs: number;
    readonly done: number;
    readonly refused: number;
    readonly failed: number;
    readonly unknown: number;
    readonly unsent: number;
    readonly running: number;
    readonly partial: number;
    readonly bad: number;
    readonly images: number;
    readonly missing: number;
    readonly cost: { usd: number; buzz: number };
    readonly mayHaveCost: { usd: number; buzz: number };
    readonly elapsedMs: number;
    readonly imagesPerMinute: number;
    readonly msLeft?: number | undefined;
    readonly stopped?: string | undefined;
    readonly why: Readonly<Record<string, number>>;
    readonly report?: string | undefined;
    readonly contactSheet?: string | undefined;
  }
  export type BulkEvent =
    | { type: 'start'; run: string; jobs: number; known: number; guarantees: readonly Guarantee[] }
    | { type: 'result'; record: JobRecord }
    | { type: 'progress'; summary: BulkSummary }
    | { type: 'warning'; message: string }
    | { type: 'stopped'; reason: string }
    | { type: 'rescue'; record: JobRecord };
  export interface BulkRunOptions {
    readonly out: string;
    readonly model: ModelSource;
    readonly input: JobInput;
    readonly run?: string;
    readonly newRun?: boolean;
    readonly flags?: Record<string, JsonValue>;
    readonly adHoc?: boolean;
    readonly skipBad?: boolean;
    readonly concurrency?: number;
    readonly rate?: { perSecond?: number; perMinute?: number } | false;
    readonly budget?: { usd?: number; buzz?: number; images?: number };
    readonly bucket?: BlobStore;
    readonly batch?: boolean;
    readonly sync?: boolean;
    readonly sidecars?: boolean;
    readonly abortSignal?: AbortSignal;
    readonly killSignal?: AbortSignal;
    readonly onEvent?: (event: BulkEvent) => void;
  }
  export function runBulk(options: BulkRunOptions): Promise<BulkSummary>;
  export interface BulkQueue {
    readonly run: string;
    readonly engine: 'redis' | 'postgres';
    close(): Promise<void>;
  }
  export type Place = string | BulkQueue;
  export function status(place: Place): Promise<BulkSummary>;
  export function records(place: Place): AsyncIterable<JobRecord>;
  export function writeReport(
    place: Place,
    folder: string,
  ): Promise<{ report: string; contactSheet: string }>;
  export function retry(
    place: Place,
    options: { what: 'unknown' | 'missing' | 'failed'; model?: ModelSource },
  ): Promise<RetryPlan>;
  export interface RetryPlan {
    readonly jobs: number;
    readonly images: number;
    readonly cost: { usd: number; buzz: number };
    readonly notYet: number;
    apply(): Promise<number>;
  }
  export function collectFolder(
    options: Pick<BulkRunOptions, 'out' | 'model' | 'bucket' | 'abortSignal' | 'onEvent'>,
  ): Promise<BulkSummary>;
  export function collect(options: {
    out: string;
    model: ImageModelLike;
    resume: Resume | string;
    n?: number;
    name?: string;
    abortSignal?: AbortSignal;
  }): Promise<JobRecord>;
  export function openQueue(options: {
    readonly redis?: string;
    readonly postgres?: string;
    readonly name?: string;
    readonly run?: string;
    readonly bucket?: BlobStore;
    readonly durable?: boolean;
  }): Promise<BulkQueue>;
  export function enqueueAll(
    queue: BulkQueue,
    options: Pick<BulkRunOptions, 'input' | 'flags' | 'newRun' | 'skipBad'> & { model?: ModelSource },
  ): Promise<{ jobs: number; added: number; known: number; bad: number }>;
  export interface BulkWorker {
    readonly healthUrl?: string;
    close(graceMs?: number): Promise<void>;
    readonly closed: Promise<void>;
  }
  export function createWorker(options: {
    readonly queue: BulkQueue;
    readonly model: ModelSource;
    readonly bucket: BlobStore;
    readonly concurrency?: number;
    readonly rate?: BulkRunOptions['rate'];
    readonly budget?: BulkRunOptions['budget'];
    readonly batch?: boolean;
    readonly sync?: boolean;
    readonly graceMs?: number;
    readonly healthPort?: number;
    readonly onEvent?: (event: BulkEvent) => void;
  }): Promise<BulkWorker>;
  export function waitForAll(
    queue: BulkQueue,
    options?: { abortSignal?: AbortSignal; onProgress?: (summary: BulkSummary) => void },
  ): Promise<BulkSummary>;
}
