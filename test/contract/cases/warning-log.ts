import { afterEach, describe, expect, test, vi } from 'vitest';
import { rejectionOf, type Subject } from '../harness/subject.ts';
import { seedWarning } from './warnings.ts';

const printed: string[] = [];

function keep(message: unknown): void {
  printed.push(String(message));
}

function listen(): void {
  Reflect.deleteProperty(globalThis, 'AI_SDK_LOG_WARNINGS');
  vi.spyOn(process, 'emitWarning').mockImplementation(keep);
  vi.spyOn(console, 'warn').mockImplementation(keep);
  vi.spyOn(console, 'info').mockImplementation(() => {});
}

/** What AI SDK prints of the warnings, and where it sends them. */
export function describeWarningLog(subject: Subject): void {
  const { sdk, version, generate } = subject;
  const hasLog = sdk.major > 4;
  // AI SDK 6 and 7 know the words of V3 and V4 only, and print those of V2 as JSON.
  const isJson = version === 'v2' && sdk.major > 5;

  describe('the log of AI SDK', () => {
    afterEach(() => {
      printed.length = 0;
    });

    test('has the warning since AI SDK 5, readable in the words of its own version', async () => {
      listen();
      await generate({ seed: 7 });
      const about = printed.filter(message => message.includes('seed'));
      expect(about).toHaveLength(hasLog ? 1 : 0);
      expect(about.some(message => message.includes('"type":'))).toBe(isJson);
    });

    test('is silent when it is switched off', async () => {
      listen();
      vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
      await generate({ seed: 7 });
      expect(printed).toEqual([]);
    });
  });
  if (hasLog) describeLogFunction(subject);
}

function describeLogFunction(subject: Subject): void {
  const { backend, sdk, stage, generate } = subject;

  describe('the log function of the caller', () => {
    test('gets the warnings, since AI SDK 6 with provider and model', async () => {
      const log = vi.fn<(argument: unknown) => void>();
      vi.stubGlobal('AI_SDK_LOG_WARNINGS', log);
      await generate({ seed: 7 });
      const warnings = [seedWarning(subject)];
      const details = { warnings, provider: `${backend.key}.image`, model: backend.modelId };
      expect(log.mock.calls.map(([argument]) => argument)).toContainEqual(
        sdk.major === 5 ? warnings : details,
      );
    });

    test('makes the call fail when it throws, after one paid request', async () => {
      vi.stubGlobal('AI_SDK_LOG_WARNINGS', (argument: unknown) => {
        if (JSON.stringify(argument).includes('seed')) throw new TypeError('The logger is broken.');
      });
      const error = await rejectionOf(generate({ seed: 7 }));
      expect(error).toMatchObject({ message: 'The logger is broken.' });
      expect(stage.submitted).toHaveLength(1);
    });
  });
}
