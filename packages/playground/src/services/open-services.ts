import { LoadAPIKeyError } from '@ai-sdk/provider';
import { invalidArgument, recoveryPortOf } from '@grok-image/core';
import type { RunningEmulator } from '@grok-image/emulator';
import type { ServiceName, ServiceSetting } from '../settings/settings.ts';
import { PlaygroundStartError } from '../settings/start-error.ts';
import { civitaiService } from './civitai-service.ts';
import type { Service } from './service.ts';
import { xaiService } from './xai-service.ts';

/** The services of a playground. */
export interface Services {
  readonly all: readonly Service[];
  /** @throws InvalidArgumentError for a name of none */
  find(name: string): Service;
  close(): Promise<void>;
}

/** Services that stand in nobody's environment, so that what is asked for is there. */
const ofEnvironment = ['xai', 'crazyrouter', 'agtcloud', 'civitai'] as const;

/**
 * Opens the services that were asked for, or all that have a key.
 *
 * @throws PlaygroundStartError where none has a key; InvalidArgumentError naming a setting
 */
export async function openServices(
  given: readonly (ServiceName | ServiceSetting)[] | undefined,
): Promise<Services> {
  let emulator: RunningEmulator | undefined;
  const opened: Service[] = [];
  for (const setting of given ?? ofEnvironment) {
    if (setting === 'emulator') {
      emulator ??= await startOwnEmulator();
      opened.push(...emulated(emulator));
    } else opened.push(openService(setting));
  }
  const missing: string[] = [];
  const all: Service[] = [];
  for (const service of opened) {
    const problem = await keyProblemOf(service);
    if (problem === undefined) all.push(service);
    else missing.push(problem);
  }
  checkNames(all);
  const close = async () => emulator?.close();
  if (all.length === 0 || (given !== undefined && missing.length > 0)) {
    await close();
    const advice =
      "Set XAI_API_KEY or CIVITAI_API_KEY, or pass services: ['emulator'] to try it without a key.";
    throw new PlaygroundStartError('key', `no key was found (${missing.join(' ')})`, advice);
  }
  return {
    all,
    close,
    find(name) {
      const found = all.find(service => service.name === name);
      if (found === undefined) throw invalidArgument('service', name, all.map(one => one.name).join(', '));
      return found;
    },
  };
}

function openService(setting: Exclude<ServiceName, 'emulator'> | ServiceSetting): Service {
  if (typeof setting === 'string') {
    return setting === 'civitai' ? civitaiService({}) : xaiService({}, { gateway: setting });
  }
  return setting.kind === 'civitai'
    ? civitaiService(setting, setting.settings)
    : xaiService(setting, setting.settings);
}

/** What to say where a service has no key; every other problem is told when it is asked. */
async function keyProblemOf(service: Service): Promise<string | undefined> {
  const [known] = service.knownModels;
  try {
    await recoveryPortOf(service.model(known?.id ?? service.name))?.identify();
    return undefined;
  } catch (error) {
    if (LoadAPIKeyError.isInstance(error)) return error.message;
    throw error;
  }
}

async function startOwnEmulator(): Promise<RunningEmulator> {
  const { startEmulator } = await import('@grok-image/emulator');
  // Slow enough that one sees what happens.
  const civitai = { stepMs: 1500, queueMs: 300 };
  return startEmulator({ freshPictures: true, latencyMs: 700, deferredMs: 1500, civitai });
}

/** Played by an emulator; the code that is taken along is for the services themselves. */
function emulated({ xai, civitai, crazyrouter }: RunningEmulator): Service[] {
  const gateway = { gateway: 'crazyrouter' } as const;
  return [
    { ...xaiService({ title: 'xAI (emulated)' }, xai), ...takenFrom(xaiService({})) },
    { ...civitaiService({ title: 'Civitai (emulated)' }, civitai), ...takenFrom(civitaiService({})) },
    {
      ...xaiService({ title: 'Crazyrouter (emulated)' }, { ...crazyrouter, ...gateway }),
      ...takenFrom(xaiService({}, gateway)),
    },
  ];
}

function takenFrom({ origin, rehearse }: Service): Pick<Service, 'origin' | 'rehearse'> {
  return { origin, rehearse };
}

function checkNames(services: readonly Service[]): void {
  const names = services.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalidArgument('services', twice, 'services with different names');
}
