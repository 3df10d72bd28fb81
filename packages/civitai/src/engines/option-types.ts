import type { CivitaiImageOptions } from '../image/options.ts';
import type { CheckpointOptionsByEcosystem, EngineOptionsById } from './generated/option-types.ts';

/** Options that all models have alike, whatever their engine. */
type CommonOptions = Omit<CivitaiImageOptions, 'resolution' | 'quality'>;

/**
 * `providerOptions.civitai` of one model: what all have, and what its engine takes.
 *
 * @example
 * const civitai = { loras: { 'urn:air:flux2:lora:civitai:1@2': 0.8 }, engine: 'comfy' } satisfies CivitaiOptionsOf<'flux2-dev'>;
 */
export type CivitaiOptionsOf<ID extends string> = ID extends keyof EngineOptionsById
  ? CommonOptions & EngineOptionsById[ID]
  : ID extends `urn:air:${infer ECOSYSTEM extends keyof CheckpointOptionsByEcosystem}:checkpoint:${string}`
    ? CommonOptions & CheckpointOptionsByEcosystem[ECOSYSTEM]
    : CivitaiImageOptions;
