import { civitai, civitaiImageOptionsSchema } from '@grok-image/civitai';
import { xai, xaiImageOptionsSchema } from '@grok-image/xai';
import { describe, expect, test } from 'vitest';

const names = {
  xai: Object.keys(xaiImageOptionsSchema.shape),
  civitai: Object.keys(civitaiImageOptionsSchema.shape),
};
const models = {
  xai: xai.image('grok-imagine-image'),
  civitai: civitai.image('grok-imagine-image'),
};
const call = { prompt: 'A cat', n: 1, size: undefined, aspectRatio: undefined, seed: undefined };

describe.each([
  ['xai', 'civitai'],
  ['civitai', 'xai'],
] as const)('an option at %s', (key, sister) => {
  test.each(names[sister].filter(name => !names[key].includes(name)))(
    `that only ${sister} has leads there: %s`,
    async name => {
      const providerOptions = { [key]: { [name]: 'cat' } };
      await expect(
        models[key].doGenerate({ ...call, files: undefined, mask: undefined, providerOptions }),
      ).rejects.toThrow(
        `Invalid providerOptions.${key}.${name}: got an option of ${sister}. Accepted: providerOptions.${sister}.${name}, with a model of @grok-image/${sister}. Nothing was sent.`,
      );
    },
  );
});
