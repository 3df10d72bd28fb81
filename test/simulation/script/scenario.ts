import type { ServiceScript } from './reaction.ts';

/** The services that are played. */
export const services = ['xai', 'deferred', 'gateway', 'civitai', 'batch', 'files'] as const;

export type ServiceName = (typeof services)[number];

/** How a picture of the service differs from what was asked. Absent is as it should be. */
export interface World {
  /** Milliseconds until the work is done. */
  readonly workMs: number;
  /** Milliseconds that every answer takes. */
  readonly latencyMs?: number | undefined;
  /** What becomes of the work; `partly` refuses the last picture, `nothing` answers without any. */
  readonly outcome?: 'fails' | 'expires' | 'refuses' | 'partly' | 'nothing' | undefined;
  /** Pictures beyond what was asked. */
  readonly extra?: number | undefined;
  /** Where a picture stands: in the answer, at an address, or only in the store of the service. */
  readonly place?: 'inline' | 'stored too' | 'stored only' | 'data url' | 'relative' | undefined;
  /** What is odd about the bytes or the shape. */
  readonly picture?: 'without its end' | 'with a trailer' | 'another shape' | 'another type' | undefined;
  /** How the service tells what it took. */
  readonly bill?: 'untold' | 'null' | 'as text' | 'odd transactions' | undefined;
  /** Milliseconds until a list knows what was made. */
  readonly listedAfterMs?: number | undefined;
  /** Milliseconds until a replica knows what was made: until then it is unknown by its id. */
  readonly knownAfterMs?: number | undefined;
  /** Milliseconds until bytes are there, although they are said to be. */
  readonly bytesAfterMs?: number | undefined;
  /** Most entries of a page. */
  readonly pageSize?: number | undefined;
  /** A page in the middle is empty although it names a next one. */
  readonly emptyPage?: boolean | undefined;
  /** A batch result carries an error that is none (`code: 0`) beside its pictures. */
  readonly okError?: boolean | undefined;
  /** The service withholds the bytes of a picture and says why. */
  readonly blocked?: boolean | undefined;
  /** The service ignores what a workflow or a request says about shape, type and version. */
  readonly careless?: boolean | undefined;
  /** Milliseconds by which its clock is ahead. */
  readonly clockAheadMs?: number | undefined;
}

/** What one caller wants and does. */
export interface CallScript {
  readonly n: number;
  /** Number of the first call that wants the same; absent where each wants its own. */
  readonly wish?: number | undefined;
  /** Milliseconds after the start of the scenario. */
  readonly startMs?: number | undefined;
  readonly maxRetries?: 0 | undefined;
  /** Milliseconds of the provider's setting; absent is its default. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds after its start. */
  readonly abortMs?: number | undefined;
  /** Milliseconds after its start: the process ends without a word. */
  readonly diesMs?: number | undefined;
  /** A key of the caller's own: of Civitai, or of the middleware where there is one. */
  readonly key?: string | undefined;
  /** The key is the service's own, also behind a stack, which takes keys of its own by default. */
  readonly ownKey?: true | undefined;
  /** Asks Civitai for another engine than Grok's, which has no resolution. */
  readonly engine?: true | undefined;
  /** Asks for something about the shape. */
  readonly asks?: 'ratio' | 'ratio and resolution' | undefined;
  /** Another middleware puts a list of its own in front of the metadata. */
  readonly wrapped?: boolean | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** The middleware around a model, whose stores all processes of the play share. */
export interface StackScript {
  /** What its stores do now and then: fail, answer too late though they did it, or have nothing any more. */
  readonly stores?: 'fail' | 'lag' | 'forget' | undefined;
  readonly cache?: boolean | undefined;
  /** A second model of the same account serves where the first cannot, or also where it may have been billed. */
  readonly fallback?: 'certain' | 'unknown' | undefined;
  readonly budget?: BudgetScript | undefined;
  /** All calls are made by one process, by one stack. */
  readonly together?: true | undefined;
}

/** What may be spent: by default so much that all there is to see is what it counts. */
export interface BudgetScript {
  /** The money of so many pictures. */
  readonly pictures?: number | undefined;
  /** Calls that may run at once. */
  readonly inFlight?: number | undefined;
  /** Calls that moderation may refuse. */
  readonly refusals?: number | undefined;
  /** What somebody does beside the calls who looks after the budget. */
  readonly operator?: OperatorScript | undefined;
}

/** All in milliseconds after the start of the scenario. */
export interface OperatorScript {
  /** Stops all calls. */
  readonly stopsMs?: number | undefined;
  /** And lets them go on. */
  readonly resumesMs?: number | undefined;
  /** Looks up what became of the calls that nobody settled. */
  readonly reconcilesMs?: number | undefined;
}

/** What becomes of a process of a run, by its steps: whatever reaches a disk, a store or the network is one. */
export interface LifeScript {
  /** It ends without a word before this step. */
  readonly diesAt?: number | undefined;
  /** It stands still before this step, for so many milliseconds. */
  readonly frozenAt?: number | undefined;
  readonly frozenMs?: number | undefined;
}

/** A run of many jobs, each of which is a call of the scenario. */
export interface BulkScript {
  /** A folder, whose processes come one after the other, or a queue, whose processes work beside each other. */
  readonly engine: 'folder' | 'queue';
  /** Of the processes that something may happen to; another one comes after them. */
  readonly lives: readonly LifeScript[];
  /** A folder goes down with its machine. */
  readonly machine?: true | undefined;
}

/** What lies between the provider and the network. */
export type Runtime = 'keeps answers' | 'no streams' | 'another fetch' | 'clock steps';

/** Everything that is drawn: one play from its beginning to its end. */
export interface Scenario {
  readonly service: ServiceName;
  readonly sdk: 4 | 5 | 6 | 7;
  readonly calls: readonly CallScript[];
  readonly script: ServiceScript;
  readonly world: World;
  readonly runtime?: Runtime | undefined;
  readonly stack?: StackScript | undefined;
  readonly bulk?: BulkScript | undefined;
}
