import * as z from 'zod/v4';
import type { FlagSchema } from '../flags/flag.ts';
import type { ServiceChoice } from './choice.ts';

/** The model where none is asked for. */
export const defaultModel = 'grok-imagine-image';

/** Options that other flags and commands stand for: ratio and sources of a call, and what collects an earlier one. */
const said: ReadonlySet<string> = new Set(['aspectRatio', 'images', 'jobId', 'workflowId', 'externalId']);

/** Under which name the options of a service stand in `providerOptions`. */
export function optionsKeyOf({ provider }: ServiceChoice): 'xai' | 'civitai' {
  return provider;
}

/**
 * The options of a model of a service, as flags: whatever its schema has.
 *
 * @throws NoSuchModelError for an id that Civitai does not have
 */
export async function modelOptionsSchema({ provider }: ServiceChoice, model: string): Promise<FlagSchema> {
  const schema: FlagSchema =
    provider === 'civitai'
      ? (await import('@grok-image/civitai')).optionsSchemaOf(model)
      : (await import('@grok-image/xai')).xaiImageOptionsSchema;
  const shown = Object.entries(schema.shape).filter(([name]) => !said.has(name));
  return z.strictObject(Object.fromEntries(shown));
}
