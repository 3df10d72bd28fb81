/** A JSON schema of the service. */
export type PublishedSchema = Readonly<Record<string, unknown>>;

/** One kind of input of an `imageGen` step. */
export interface PublishedInput {
  /** Its name in the service's description. */
  readonly name: string;
  /** What tells it from the others. */
  readonly discriminators: Readonly<Record<string, string>>;
  readonly schema: PublishedSchema;
}

/** What the service publishes about its `imageGen` step. */
export interface PublishedInputs {
  /** Where it is from, and of when. */
  readonly source: string;
  readonly variants: readonly PublishedInput[];
  /** What several of them refer to as `#/$defs/<name>`. */
  readonly definitions: Readonly<Record<string, PublishedSchema>>;
}
