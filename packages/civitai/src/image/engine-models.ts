import { lazy } from '@grok-image/core/internal';
import { ids, ratios } from './generated/engine-ids.ts';
import type { CivitaiModel } from './model.ts';

/** The urn of a checkpoint, as far as the service takes it (Civitai orchestration OpenAPI document v2, 2026-08-20). */
const checkpointForm = /^urn:air:([\w\-/]+):checkpoint:[\w\-/]+:[\w\-/.]+(?:@[\w\-/.=,%+:]+)?(?:\.[\w-]+)?$/;
const checkpoint = ':checkpoint';

/** Ids, and what is known of each before its engine is loaded. */
const capabilitiesById = lazy(() => {
  const lists = ratios.split('\n').map(line => line.split('|'));
  return new Map(
    ids.split('\n').map((line): [string, CivitaiModel['capabilities']] => {
      const [id = '', facts = '', place] = line.split(' ');
      const [, most, flags = ''] = /^(\d*)(.*)$/.exec(facts) ?? [];
      return [
        id,
        {
          aspectRatios: place === undefined ? undefined : lists[Number(place)],
          maxFiles: most ? Number(most) : Number.POSITIVE_INFINITY,
          mask: flags.includes('m'),
          seed: flags.includes('s'),
        },
      ];
    }),
  );
});

/** Ids of models of other engines than Grok's, and ecosystems whose checkpoints are ids. */
export const engineNames: () => { readonly ids: readonly string[]; readonly ecosystems: readonly string[] } =
  lazy(() => {
    const all = [...capabilitiesById().keys()];
    const ecosystems = all.filter(id => id.endsWith(checkpoint)).map(id => id.replace(checkpoint, ''));
    return { ids: all.filter(id => !id.endsWith(checkpoint)), ecosystems };
  });

/** What an id is known by: itself, or the ecosystem of the checkpoint that it is the urn of. */
export function engineKeyOf(modelId: string): string | undefined {
  const [, ecosystem] = checkpointForm.exec(modelId) ?? [];
  if (ecosystem !== undefined) return `${ecosystem.toLowerCase()}${checkpoint}`;
  return modelId.endsWith(checkpoint) ? undefined : modelId;
}

/** A model of another engine than Grok's; `undefined` for an id that is not known. What maps its calls is loaded with the first. */
export function findEngineModel(modelId: string): CivitaiModel | undefined {
  const key = engineKeyOf(modelId);
  const capabilities = key === undefined ? undefined : capabilitiesById().get(key);
  if (key === undefined || capabilities === undefined) return undefined;
  return {
    id: modelId,
    capabilities,
    describePrice({ options }) {
      const isCollected =
        typeof options === 'object' && options !== null && Reflect.get(options, 'workflowId') !== undefined;
      return isCollected
        ? undefined
        : 'a price that depends on its options; civitai.estimateCost asks for it';
    },
    async recipe() {
      const { engineRecipe } = await import('../engines/engine-model.ts');
      return engineRecipe(modelId, key);
    },
  };
}
