/** A field of a form, as JSON Schema says it. */
export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly kind: 'choice' | 'flag' | 'number' | 'text' | 'choices' | 'json';
  readonly choices?: readonly string[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** Whether it is a whole number. */
  readonly isWhole?: boolean | undefined;
  /** Whether it stands in sight from the start. */
  readonly isMain: boolean;
}

/** A model that a service offers. */
export interface ModelView {
  readonly id: string;
  /** What its list says of the price of an image, in words. */
  readonly price?: string | undefined;
}

/** A service that can be asked. */
export interface ServiceView {
  readonly name: string;
  readonly title: string;
  readonly currency: 'usd' | 'buzz';
  readonly models: readonly ModelView[];
  /** Why there is no list of models, where there is none. */
  readonly listProblem?: string | undefined;
}

/** What a model can do, and the form of its options. */
export interface ModelFormView {
  readonly fields: readonly FieldView[];
  /** `'width:height'`; empty where any is passed on. */
  readonly aspectRatios: readonly string[];
  readonly maxSources: number;
}

/** What a call would cost. */
export interface EstimateView {
  readonly service: string;
  readonly cost?: { readonly usd?: number | undefined; readonly buzz?: number | undefined } | undefined;
  /** Why there is no price; `isBlocking` where the call itself would be refused. */
  readonly problem?: string | undefined;
  readonly isBlocking: boolean;
}
