/** A part of a JSON schema, as far as the service's description uses the language. */
export interface Property {
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: boolean | Property;
  readonly items?: Property;
  readonly anyOf?: readonly Property[];
  readonly $ref?: string;
}

/** One kind of input of an `imageGen` step. */
export interface Variant {
  /** Its name in the description. */
  readonly name: string;
  /** What tells it from the others, in the order in which the service reads it. */
  readonly discriminators: Readonly<Record<string, string>>;
  readonly schema: Property;
}

/** All that the description says of `imageGen`. */
export interface Published {
  /** Where it is from, and of when. */
  readonly source: string;
  readonly variants: readonly Variant[];
  /** Schemas that several variants refer to as `#/$defs/<name>`. */
  readonly definitions: Readonly<Record<string, Property>>;
}
