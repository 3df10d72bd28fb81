import type { ImageModelV4, WithPort } from '@grok-image/core';
import type { XaiProvider, XaiProviderSettings } from '@grok-image/xai';
import type { CivitaiProvider } from '@grok-image/civitai';
import type { RunningEmulator } from '@grok-image/emulator';
import { gatewayKeyVariable, type ServiceChoice } from './choice.ts';

/** A model of AI SDK 7 with what bulk runs ask of it. */
export type Model = ImageModelV4 & WithPort<ImageModelV4, unknown>;

/** A service that can be asked. */
export interface OpenService {
  readonly choice: ServiceChoice;
  /** Its provider; one of the two. */
  readonly xai?: XaiProvider;
  readonly civitai?: CivitaiProvider;
  model(modelId: string): Model;
  /** Ends the emulator, where there is one. */
  close(): Promise<void>;
}

type XaiGateway = NonNullable<XaiProviderSettings['gateway']>;

/** What is otherwise than usual. */
export interface OpenOptions {
  /** In the place of the network. */
  readonly fetch?: typeof globalThis.fetch;
  /** In the place of the key of the environment. */
  readonly apiKey?: string;
}

/**
 * Loads a service, and starts the emulator where that takes its place. Keys are read when the service is asked.
 *
 * @example
 * const service = await openService(chooseService('emulator', '--service'));
 * const { images } = await service.model('grok-imagine-image').doGenerate(call);
 */
export async function openService(choice: ServiceChoice, options: OpenOptions = {}): Promise<OpenService> {
  const emulator = choice.isEmulated ? await startInside() : undefined;
  const settings = { ...accessOf(choice, emulator), ...options };
  const close = async () => emulator?.close();
  if (choice.provider === 'civitai') {
    const { createCivitai } = await import('@grok-image/civitai');
    const civitai = createCivitai(settings);
    return { choice, civitai, close, model: id => civitai.image(id) };
  }
  const { createGrok } = await import('@grok-image/xai');
  const xai = createGrok({ ...settings, gateway: gatewayOf(choice) });
  return { choice, xai, close, model: id => xai.image(id) };
}

async function startInside(): Promise<RunningEmulator> {
  const { startEmulator } = await import('@grok-image/emulator');
  // As today's Imagine models are.
  return startEmulator({ revisedPrompts: false });
}

function accessOf({ provider, gateway }: ServiceChoice, emulator: RunningEmulator | undefined) {
  if (emulator === undefined) return {};
  const { baseURL, apiKey } =
    emulator[provider === 'civitai' ? 'civitai' : typeof gateway === 'string' ? gateway : 'xai'];
  return { baseURL, apiKey };
}

/** A gateway by its name, or what is known of one that is given by its address. */
export function gatewayOf({ gateway, label }: ServiceChoice): XaiGateway {
  if (typeof gateway === 'string') return gateway;
  // What it has beside images is not known, so that everything else is refused before it is paid.
  return { name: label, baseURL: gateway.baseURL, apiKeyVariables: [gatewayKeyVariable] };
}
