import { startEmulator, type Fault, type RunningEmulator } from '@grok-image/emulator';
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest';
import type { BackendUnderTest, ProviderSettings } from './backend-under-test.ts';
import { emulatorOptions } from './emulator-options.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { inVirtualTime } from './virtual-time.ts';
import { createWireCheck } from './wire-check.ts';

/** A running emulator for the test that runs, and what it saw. */
export interface Stage {
  readonly emulator: RunningEmulator;
  /** Settings under which a provider talks to the emulator. */
  readonly settings: ProviderSettings;
  /** Bodies of the billable requests, in order. */
  readonly submitted: readonly unknown[];
  /** Seconds between one billable request and the next, rounded. */
  readonly waits: readonly number[];
  script(fault: Fault): void;
  /** Answers every download with the smallest file that passes for a picture: painting takes most of a test's time. */
  skipPainting(): void;
  /** Runs work in which something waits for seconds, without waiting. */
  inVirtualTime<T>(work: () => Promise<T>): Promise<T>;
}

/** Effects that make the emulator's own answer something else than the service would say. */
const spoiling = ['answer', 'edit', 'malform', 'cut'];

/** The head of a GIF of 8 x 8 pixels, all of it ASCII. */
const tinyGif = 'GIF89a\u0008\u0000\u0008\u0000\u0000\u0000\u0000;';

/** What one test has for itself. */
interface Scene {
  readonly emulator: RunningEmulator;
  readonly recorder: Recorder;
  isSpoiled: boolean;
}

/**
 * Gives each test an emulator and a `fetch` of its own: some work goes on after a call has ended (a cancel looks for its
 * workflow for seconds), and what one test leaves behind must not count in another. After each test, every body that was
 * sent and every answer that came is compared with the published wire format.
 */
export function createStage(backend: BackendUnderTest): Stage {
  const wire = createWireCheck(backend.wire);
  let current: Scene | undefined;
  let bodiesChecked = 0;

  const scene = (): Scene => {
    if (current === undefined) throw new TypeError('The emulator runs in tests only.');
    return current;
  };
  const submits = () => scene().emulator.requests.filter(request => request.role === 'submit');

  beforeEach(async () => {
    const emulator = await startEmulator({
      ...emulatorOptions,
      strict: true,
      civitai: { queueMs: 0, stepMs: 1 },
    });
    const recorder = createRecorder(`/${backend.emulator}`);
    current = { emulator, recorder, isSpoiled: false };
    vi.stubGlobal('AI_SDK_LOG_WARNINGS', false);
    return async () => {
      current = undefined;
      recorder.end();
      await emulator.close();
    };
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    const { emulator, recorder, isSpoiled } = scene();
    const sent = emulator.requests.filter(request => request.body !== undefined);
    bodiesChecked += sent.length;
    expect(sent.flatMap(wire.request)).toEqual([]);
    expect(isSpoiled ? [] : recorder.answers.flatMap(wire.answer)).toEqual([]);
  });
  afterAll(() => {
    expect(bodiesChecked).toBeGreaterThan(0);
  });

  return {
    get emulator() {
      return scene().emulator;
    },
    get settings() {
      const { emulator, recorder } = scene();
      const { baseURL, apiKey } = emulator[backend.emulator];
      return { baseURL, apiKey, fetch: recorder.fetch };
    },
    get submitted() {
      return submits().map(request => request.body);
    },
    get waits() {
      const times = submits().map(request => request.at);
      return times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 1000));
    },
    script(fault) {
      const { emulator } = scene();
      scene().isSpoiled ||= spoiling.some(effect => effect in fault);
      emulator.script({ backend: backend.emulator, ...fault });
    },
    skipPainting() {
      const headers = { 'content-type': 'image/gif' };
      scene().emulator.script({ status: 200, body: tinyGif, headers, on: 'content', times: Infinity });
    },
    inVirtualTime: work => inVirtualTime(() => scene().recorder.isBusy, work),
  };
}
