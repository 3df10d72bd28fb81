/** A model as a service lists it. Absent means that the service does not say. */
export interface XaiCatalogueModel {
  readonly id: string;
  /** Other ids that mean the same model. */
  readonly aliases: readonly string[];
  /** What one image costs: one entry for a flat price, else one for each quality and resolution. */
  readonly prices: readonly XaiCataloguePrice[];
  /** Longest prompt; xAI does not say in which unit. */
  readonly maxPromptLength?: number;
  /** E.g. `['text', 'image']`. */
  readonly inputModalities?: readonly string[];
  readonly outputModalities?: readonly string[];
  readonly version?: string;
  readonly ownedBy?: string;
  readonly createdAt?: Date;
}

/** Price of one image; without quality or resolution it holds for all of them. */
export interface XaiCataloguePrice {
  readonly quality?: string;
  readonly resolution?: string;
  readonly costUsd: number;
  /** The same in ticks of 1/10,000,000,000 USD, exact. */
  readonly costTicks: number;
}
