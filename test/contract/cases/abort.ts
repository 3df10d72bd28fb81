import { describe, expect, test } from 'vitest';
import { rejectionOf, type Subject } from '../harness/subject.ts';
import { where } from '../harness/where.ts';

/** The caller's abort signal, before, between and during requests. */
export function describeAbort({ backend, stage, generate }: Subject): void {
  describe('an abort', () => {
    test('before the call ends it before any request', async () => {
      const error = await rejectionOf(generate({ abortSignal: AbortSignal.abort() }));
      expect(error).toMatchObject({ name: 'AbortError' });
      expect(stage.emulator.requests).toEqual([]);
    });

    test('between two attempts ends it without another request', async () => {
      stage.script({ status: 429, on: 'submit', times: 3, headers: { 'retry-after': '30' } });
      const controller = new AbortController();
      const error = await stage.inVirtualTime(() => {
        setTimeout(() => controller.abort(), 1500);
        return rejectionOf(generate({ abortSignal: controller.signal }));
      });
      expect(error).toMatchObject({ name: 'AbortError' });
      expect(stage.submitted).toHaveLength(1);
    });

    const kinds = [
      ['submit', {}],
      ['content', {}],
      ...(backend.pollingOptions ? [['poll', backend.pollingOptions] as const] : []),
    ] as const;
    test.each([...kinds])('during a request of kind %s surfaces with its own reason', async (on, options) => {
      stage.script({ stall: 'headers', on });
      const controller = new AbortController();
      const reason = new Error('The user closed the page.');
      const pending = rejectionOf(
        generate({ abortSignal: controller.signal, providerOptions: { [backend.key]: options } }),
      );
      await expect.poll(() => stage.emulator.requests.some(request => request.role === on)).toBe(true);
      controller.abort(reason);
      expect(await pending).toBe(reason);
      expect(stage.submitted).toHaveLength(1);
    });

    where(backend.pollingOptions, () => {
      test('while the core waits between two polls surfaces with its own reason', async () => {
        stage.script({ status: 503, on: 'poll', times: Infinity, headers: { 'retry-after': '30' } });
        const controller = new AbortController();
        const reason = new Error('The user closed the page.');
        const error = await stage.inVirtualTime(() => {
          setTimeout(() => controller.abort(reason), 10_000);
          return rejectionOf(
            generate({
              abortSignal: controller.signal,
              providerOptions: { [backend.key]: backend.pollingOptions ?? {} },
            }),
          );
        });
        expect(error).toBe(reason);
        expect(stage.submitted).toHaveLength(1);
      });
    });
  });
}
