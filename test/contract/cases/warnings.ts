import { describe, expect, test, vi } from 'vitest';
import type { Subject } from '../harness/subject.ts';

/** What a caller is told, in the words of each version. */
export function describeWarnings(subject: Subject): void {
  const { version, generate } = subject;
  const isOld = version === 'v1' || version === 'v2';

  describe('a warning', () => {
    test('about a seed has the shape of the version', async () => {
      const { warnings } = await generate({ seed: 7 });
      expect(warnings).toEqual([seedWarning(subject)]);
    });

    test('about a size names what was sent instead', async () => {
      const { warnings } = await generate({ size: '1024x1024' });
      const kind = isOld ? { type: 'other' } : { type: 'compatibility', feature: 'size' };
      expect(warnings).toMatchObject([kind]);
      expect(JSON.stringify(warnings)).toMatch(/1024x1024.*1:1/);
    });
  });
  if (subject.backend.deprecatedModelId !== undefined) {
    describeDeprecation(subject, subject.backend.deprecatedModelId);
  }
}

/** The warning about a seed, as the specification version words it. */
export function seedWarning({ version }: Subject): object {
  const details: unknown = expect.stringMatching(/./);
  return version === 'v1' || version === 'v2'
    ? { type: 'unsupported-setting', setting: 'seed', details }
    : { type: 'unsupported', feature: 'seed', details };
}

function describeDeprecation({ version, generate, provider }: Subject, modelId: string): void {
  const isV4 = version === 'v4';

  describe('a warning about a deprecated model id', () => {
    test('is of a kind of its own in V4 only', async () => {
      const { warnings } = await generate({ model: provider().image(modelId) });
      const kind = isV4 ? { type: 'deprecated', setting: 'modelId' } : { type: 'other' };
      expect(warnings).toEqual([{ ...kind, message: expect.stringMatching(/./) }]);
    });

    test('is printed as a deprecation once, in V4 only', async () => {
      const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
      vi.spyOn(console, 'warn').mockImplementation(() => {});
      vi.spyOn(console, 'info').mockImplementation(() => {});
      Reflect.deleteProperty(globalThis, 'AI_SDK_LOG_WARNINGS');
      const model = provider().image(modelId);
      await generate({ model });
      await generate({ model });
      const deprecations = emitted.mock.calls.filter(call => JSON.stringify(call).includes('Deprecation'));
      expect(deprecations).toHaveLength(isV4 ? 1 : 0);
    });
  });
}
