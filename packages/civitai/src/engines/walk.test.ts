import { createEmulator, imageGenInputs } from '@grok-image/emulator';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createCivitai, imageMetadata } from '../index.ts';
import { call } from '../test/call.ts';
import { publishedFindings } from '../../test/published-check.ts';
import { callFor, optionsFor } from '../../test/variant-call.ts';

const emulator = createEmulator({ pictures: 'plain', civitai: { stepMs: 0, queueMs: 0, assignMs: 0 } });
beforeEach(() => emulator.reset());

const { variants } = imageGenInputs;
const walked = new Set<string>();
afterAll(() => {
  console.log(`${walked.size} of ${variants.length} published kinds of input were asked for and made.`);
});

/** What the service was asked in its first step. */
function sentInput(): Record<string, unknown> {
  const submitted = emulator.requests.find(({ role }) => role === 'submit');
  const { steps } = JSON.parse(JSON.stringify(submitted?.body ?? {}));
  return steps[0].input;
}

/** The pixels that an input asks for in words of its own; `undefined` where it names none. */
function askedSize({ width, height, size }: Record<string, unknown>): string | undefined {
  if (typeof width === 'number') return `${width}x${String(height)}`;
  return typeof size === 'string' && /^\d+x\d+$/.test(size) ? size : undefined;
}

/** What every one of them can make, or come near to. */
function shapeFor(modelId: string): { aspectRatio?: '4:3'; size?: '1024x1024' } {
  return modelId.startsWith('dall-e') ? { size: '1024x1024' } : { aspectRatio: '4:3' };
}

describe.each(variants)('$name', variant => {
  const { name, discriminators } = variant;
  const asked = callFor(variant);
  const isEdit = /edit|image-to-image/i.test(discriminators['operation'] ?? '');

  it.each(['least', 'most'] as const)(
    'is sent as published with %s options, and its images come',
    async amount => {
      const options = optionsFor(asked, isEdit, amount);
      const made = await createCivitai({ ...emulator.civitai, fetch: emulator.fetch })
        .image(asked.modelId)
        .doGenerate({
          ...call,
          ...(amount === 'most' && { n: 2, seed: 7, prompt: 'A cat'.repeat(20), ...shapeFor(asked.modelId) }),
          providerOptions: { civitai: JSON.parse(JSON.stringify(options)) },
        });
      const input = sentInput();
      expect(publishedFindings(variant, imageGenInputs, input)).toEqual([]);
      expect(Object.keys(discriminators).map(field => input[field])).toEqual(Object.values(discriminators));
      const [came] = imageMetadata(made).map(({ width, height }) => `${width}x${height}`);
      expect(came).toBe(askedSize(input) ?? came);
      expect(JSON.stringify(made.warnings)).not.toContain('pixels came');
      expect(made.images.length).toBe(amount === 'most' ? 2 : 1);
      if (amount === 'most') walked.add(name);
    },
  );
});
