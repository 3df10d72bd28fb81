import { NoSuchModelError } from '@ai-sdk/provider';

type ModelType = ConstructorParameters<typeof NoSuchModelError>[0]['modelType'];

/** The method of a provider for a kind of model it does not have. */
export function noSuchModel(modelType: ModelType): (modelId: string) => never {
  return modelId => {
    throw new NoSuchModelError({
      modelId,
      modelType,
      message: `No such ${modelType}: ${modelId}. This provider has image models only; use .image(id), and another provider beside it for the rest.`,
    });
  };
}
