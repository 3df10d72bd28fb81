import { describe, expect, test } from 'vitest';
import { createEmulator, type Emulator, startEmulator } from '../emulator.ts';
import { handlers } from '../msw.ts';
import { EmulatorArgumentError } from './argument.ts';

/** Passes what TypeScript would not let through, as plain JavaScript does. */
function give(given: unknown, take: (emulator: Emulator, given: never) => unknown): () => unknown {
  return () => Reflect.apply(take, undefined, [createEmulator(), given]);
}

describe('a fault that would never strike is refused when it is scripted', () => {
  test.each<[unknown, string]>([
    [
      { statuss: 500 },
      'statuss (500) is not known. Accepted: status (did you mean that?), or any of status,',
    ],
    [{ moderate: 'alle' }, "moderate is 'alle'. Accepted: refuse, flag, empty, fail."],
    [{ status: 500, backend: 'xay' }, "backend is 'xay'. Accepted: xai (did you mean that?), or any of xai,"],
    [{ status: 500, times: 0 }, 'times is 0. Accepted: a whole number from 1, or Infinity.'],
    [{ status: 500, after: -1 }, 'after is -1. Accepted: a whole number from 0.'],
    [{ status: 99 }, 'status is 99. Accepted: a whole number from 200 to 599.'],
    [{ status: 500, items: [0] }, 'items ([ 0 ]) is not known. Accepted: '],
    [{ status: 500, on: 'sumbit' }, "on is 'sumbit'. Accepted: submit (did you mean that?), or any of"],
    [
      { status: 500, method: 'GTE' },
      "method is 'GTE'. Accepted: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.",
    ],
    [{ status: 500, match: /cat/ }, 'match is /cat/. Accepted: a function.'],
    [{ stepFault: { outcom: 'failed' } }, "stepFault.outcom ('failed') is not known. Accepted: outcome (did"],
    [
      { stepFault: [{ outcome: 'faild' }] },
      "stepFault[0].outcome is 'faild'. Accepted: failed (did you mean",
    ],
    [{ stepFault: { step: 1 } }, 'stepFault is { step: 1 }. Accepted: what goes wrong, too.'],
    [{ stepFault: [] }, 'stepFault is []. Accepted: a list that is not empty.'],
    [{ cut: 1.5 }, 'cut is 1.5. Accepted: a share from 0 to 1.'],
    [{ backend: 'xai' }, "the argument is { backend: 'xai' }. Accepted: one effect: status, reset,"],
    [{ status: 500, delayMs: 5 }, 'the argument is { status: 500, delayMs: 5 }. Accepted: one effect: '],
    [undefined, 'the argument is undefined. Accepted: an object of status, '],
  ])('%j', (fault, message) => {
    const script = give(fault, (emulator, given) => emulator.script(given));
    expect(script).toThrow(EmulatorArgumentError);
    expect(script).toThrow(`Failed to script a fault: ${message}`);
  });

  test('what is left undefined is absent', () => {
    const { remaining } = createEmulator().script({
      status: 500,
      body: undefined,
      ...JSON.parse('{"times": 3}'),
    });
    expect(remaining).toBe(3);
  });
});

describe('an option that does nothing is refused', () => {
  test.each<[unknown, string]>([
    [{ latencyMS: 5 }, 'latencyMS (5) is not known. Accepted: latencyMs (did you mean that?), or any of'],
    [{ civitai: { stepMS: 5 } }, 'civitai.stepMS (5) is not known. Accepted: stepMs (did you mean that?)'],
    [
      { civitai: { prices: { any: 5 } } },
      'civitai.prices.any (5) is not known. Accepted: promptEnhancement,',
    ],
    [{ rateLimit: true }, 'rateLimit is true. Accepted: false, or an object of perSecond, perMinute.'],
    [{ rateLimit: { perSec: 5 } }, 'rateLimit.perSec (5) is not known. Accepted: perSecond, perMinute.'],
    [{ images: { format: 'jpg' } }, "images.format is 'jpg'. Accepted: jpeg (did you mean that?), or any of"],
    [{ batch: { waitMs: -1 } }, 'batch.waitMs is -1. Accepted: milliseconds from 0.'],
    [{ now: 5 }, 'now is 5. Accepted: a function.'],
    [{ port: 0 }, 'port (0) is not known. Accepted: images, pictures,'],
  ])('by createEmulator: %j', (options, message) => {
    const create = give(options, (_, given) => createEmulator(given));
    expect(create).toThrow(`Failed to create the emulator: ${message}`);
    expect(give(options, (_, given) => handlers(given))).toThrow(EmulatorArgumentError);
  });

  test.each<[unknown, string]>([
    [{ prot: 80 }, 'prot (80) is not known. Accepted: port (did you mean that?), or any of port, host,'],
    [{ port: 70_000 }, 'port is 70000. Accepted: a whole number from 0 to 65535.'],
  ])('by startEmulator: %j', async (options, message) => {
    const start = give(options, (_, given) => startEmulator(given));
    await expect(start()).rejects.toThrow(`Failed to start the emulator: ${message}`);
  });

  test.each<[string, () => unknown]>([
    [
      'configure Civitai: stpMs (5) is not',
      give({ stpMs: 5 }, ({ civitai }, given) => civitai.configure(given)),
    ],
    ['set the balances: blue is -1', give({ blue: -1 }, ({ civitai }, given) => civitai.setBalances(given))],
    ['listen for ended workflows: the', give(5, ({ civitai }, given) => civitai.onEnded(given))],
  ])('Failed to %s …', (message, act) => {
    expect(act).toThrow(`Failed to ${message}`);
  });

  test('what is left undefined has its default, or what was set before', async () => {
    const options = {
      latencyMs: undefined,
      rateLimit: undefined,
      civitai: { balances: { blue: undefined } },
    };
    const emulator = Reflect.apply(createEmulator, undefined, [options]);
    expect(emulator.civitai.balances()).toMatchObject({ blue: 100_000 });
    emulator.civitai.setBalances({ green: 7 });
    emulator.civitai.setBalances({ blue: 5 });
    expect(emulator.civitai.balances()).toEqual({ blue: 5, green: 7, yellow: 100_000, fakeRed: 0 });
  });
});
