import { describe, expect, test } from 'vitest';
import type { DirectCall } from '../harness/backend-under-test.ts';
import type { Subject } from '../harness/subject.ts';

/** What is sent beside the body. */
export function describeHeaders({ sdk, stage, generate, model }: Subject): void {
  const sent = () => stage.emulator.requests.map(request => request.headers);

  describe('headers', () => {
    test('name this project and, since AI SDK 5, the AI SDK', async () => {
      await generate();
      const userAgent = sent()[0]?.['user-agent'];
      expect(userAgent).toMatch(/(^| )grok-image\/\d/);
      const [aiSdk] = /\bai\/\d+/.exec(userAgent ?? '') ?? [];
      expect(aiSdk).toBe(sdk.major === 4 ? undefined : `ai/${sdk.major}`);
    });

    test('of the caller reach the model as they are in AI SDK 4, and in lower case later', async () => {
      const received: unknown[] = [];
      const wrapped = model();
      await generate({
        headers: { 'X-Trace': 'abc' },
        model: {
          ...wrapped,
          doGenerate(options: DirectCall) {
            received.push(options.headers);
            return wrapped.doGenerate(options);
          },
        },
      });
      const names = received.flatMap(headers => Object.keys(Object(headers)));
      expect(names).toEqual(sdk.major === 4 ? ['X-Trace'] : ['user-agent', 'x-trace']);
      expect(sent()[0]).toMatchObject({ 'x-trace': 'abc' });
    });

    test.each(['Authorization', 'authorization', 'AUTHORIZATION'])(
      'with an %s of the caller hold that one alone',
      async name => {
        const value = `Bearer ${stage.settings.apiKey}-of-somebody-else`;
        await generate({ headers: { [name]: value } });
        expect(sent()[0]?.['authorization']).toBe(value);
      },
    );

    test('hold the key for the service and never for an image', async () => {
      await generate();
      const { apiKey } = stage.settings;
      const submit = stage.emulator.requests.find(request => request.role === 'submit');
      const content = stage.emulator.requests.find(request => request.role === 'content');
      expect(submit?.headers['authorization']).toBe(`Bearer ${apiKey}`);
      expect(content?.headers).not.toHaveProperty('authorization');
    });
  });
}
