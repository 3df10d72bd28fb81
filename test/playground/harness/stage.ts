import { startEmulator, type RunningEmulator, type StartOptions } from '@grok-image/emulator';
import { startPlayground, type PlaygroundSettings, type RunningPlayground } from '@grok-image/playground';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A playground whose services are played by an emulator that a test can see and script. */
export interface Stage {
  readonly emulator: RunningEmulator;
  readonly folder: string;
  playground: RunningPlayground;
  readonly warnings: string[];
  /** Starts it again, once it was closed. */
  start(settings?: Pick<PlaygroundSettings, 'host'>): Promise<void>;
  /** Ends the playground and starts it anew on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions extends StartOptions {
  readonly folder?: string;
  /** Milliseconds that a service has for a call. */
  readonly timeout?: number;
}

const quick: StartOptions = {
  freshPictures: true,
  pictures: 'plain',
  latencyMs: 20,
  rateLimit: false,
  civitai: { stepMs: 60 },
};

export async function openStage({ folder, timeout, ...options }: StageOptions = {}): Promise<Stage> {
  const own = folder ?? (await mkdtemp(join(tmpdir(), 'playground-')));
  const emulator = await startEmulator({ ...quick, ...options });
  const warnings: string[] = [];
  const startAnew = async (settings: Pick<PlaygroundSettings, 'host'> = {}) =>
    startPlayground({
      ...settings,
      port: 0,
      folder: own,
      openPage: false,
      onWarning: sentence => warnings.push(sentence),
      services: [
        { kind: 'xai', settings: { ...emulator.xai, timeout } },
        { kind: 'civitai', settings: { ...emulator.civitai, timeout } },
        { kind: 'xai', settings: { ...emulator.crazyrouter, gateway: 'crazyrouter', timeout } },
      ],
    });
  const stage: Stage = {
    emulator,
    folder: own,
    warnings,
    playground: await startAnew(),
    async start(settings) {
      stage.playground = await startAnew(settings);
    },
    async restart() {
      await stage.playground.close();
      await stage.start();
    },
    async close() {
      await stage.playground.close();
      await emulator.close();
      if (folder === undefined) await rm(own, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  return stage;
}
