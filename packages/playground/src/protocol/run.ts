/** An amount in the currency of a service. */
export interface Cost {
  readonly usd?: number | undefined;
  readonly buzz?: number | undefined;
}

/** A source image of an edit: one that was uploaded, or one of the gallery. */
export interface SourceReference {
  readonly kind: 'upload' | 'picture';
  readonly id: string;
}

/** What one service is asked for: everything that its call is made of. */
export interface Asked {
  /** Name of the service in this playground. */
  readonly service: string;
  readonly model: string;
  readonly prompt: string;
  /** Images, 1 to 10. */
  readonly n: number;
  /** `'width:height'`; left out, the service chooses. */
  readonly aspectRatio?: string | undefined;
  /** Options of the provider, as they stand in `providerOptions`. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly sources: readonly SourceReference[];
  /** Whether an equal call that was made before may be answered with its pictures, free of charge. */
  readonly reuse: boolean;
}

/** Where a call is. */
export type RunState = 'running' | 'done' | 'failed' | 'cancelled';

/** How far a running call is, as its service says. */
export interface Progress {
  /** In words for a person. */
  readonly status: string;
  /** Share that is done, 0 to 1. */
  readonly share?: number | undefined;
  /** Jobs ahead in the queue. */
  readonly queue?: number | undefined;
}

/** Why a call brought no picture, as for a person. */
export interface Problem {
  readonly kind: 'refused' | 'timeout' | 'download' | 'funds' | 'limit' | 'input' | 'cancelled' | 'failed';
  /** What happened. */
  readonly what: string;
  /** Whether it cost, and how much where that is known. */
  readonly money: string;
  /** What to do. */
  readonly advice: string;
  readonly cost?: Cost | undefined;
  /** Whether what was paid can still be fetched without paying again. */
  readonly canCollect: boolean;
}

/** A picture that is kept. */
export interface Picture {
  readonly id: string;
  readonly run: string;
  /** Place among the pictures that its call asked for, from 0. */
  readonly index: number;
  readonly mediaType: string;
  /** Pixels, 0 where the format is not known. */
  readonly width: number;
  readonly height: number;
  readonly byteLength: number;
  readonly revisedPrompt?: string | undefined;
  readonly cost?: Cost | undefined;
  /** Whether it was paid by an earlier call. */
  readonly isReused: boolean;
  /** Everything that the service said about it. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A call and what came of it, as the page sees it. */
export interface RunView extends Asked {
  readonly id: string;
  /** Grows with every look at a call: of two views of it, which may overtake each other on their ways, the larger is the later. */
  readonly look: number;
  /** The press of the button that it belongs to: calls of one press stand side by side. */
  readonly press: string;
  /** When it was made, ISO 8601. */
  readonly at: string;
  readonly endedAt?: string | undefined;
  readonly state: RunState;
  readonly progress: Progress;
  /** Pictures that are kept; while it runs, those that are made already. */
  readonly pictures: readonly Picture[];
  readonly warnings: readonly string[];
  readonly estimate?: Cost | undefined;
  readonly cost?: Cost | undefined;
  readonly problem?: Problem | undefined;
}

/** A picture with the call that it came of. */
export interface PictureView extends Picture {
  readonly of: Omit<RunView, 'pictures' | 'progress' | 'look'>;
}

/** A page of the gallery. */
export interface GalleryPage {
  readonly pictures: readonly PictureView[];
  /** Pictures that match, on all pages. */
  readonly total: number;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
}
