import { wrap, type ImageMiddleware } from '@grok-image/middleware';
import type { BackendUnderTest, ModelUnderTest, ProviderSettings } from '../harness/backend-under-test.ts';
import type { Version } from '../harness/ai-sdk.ts';

/** The same backend, each of whose models stands behind middleware. */
export function behind(
  backend: BackendUnderTest,
  name: string,
  createMiddleware: () => ImageMiddleware,
): BackendUnderTest {
  const { createProvider } = backend;
  const wrapped = (version: Version) => (settings: ProviderSettings) => {
    const provider = createProvider[version](settings);
    const middleware = createMiddleware();
    const image = (modelId: string): ModelUnderTest => wrap(provider.image(modelId), middleware);
    return { ...provider, image, imageModel: image };
  };
  return {
    ...backend,
    name: `${backend.name} behind ${name}`,
    createProvider: { v1: wrapped('v1'), v2: wrapped('v2'), v3: wrapped('v3'), v4: wrapped('v4') },
  };
}
