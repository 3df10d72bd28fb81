import { invalidArgument, invalidArgumentInWords } from '@grok-image/core';
import { isUrl, suggestion } from '@grok-image/core/internal';

/** A service that was asked for, before anything of it is loaded. */
export interface ServiceChoice {
  /** As it is written behind `--service`. */
  readonly name: string;
  /** Who speaks to it. */
  readonly provider: 'xai' | 'civitai';
  /** Of those that speak xAI's format: by its name, or by its address. */
  readonly gateway: 'xai' | 'crazyrouter' | 'agtcloud' | { readonly baseURL: string };
  /** Whether the emulator takes its place. */
  readonly isEmulated: boolean;
  readonly label: string;
}

/** The variable with the key of a gateway that is given by its address. */
export const gatewayKeyVariable = 'GROK_IMAGE_API_KEY';

const services = {
  xai: { provider: 'xai', gateway: 'xai', label: 'xAI' },
  civitai: { provider: 'civitai', gateway: 'xai', label: 'Civitai' },
  crazyrouter: { provider: 'xai', gateway: 'crazyrouter', label: 'Crazyrouter' },
  agtcloud: { provider: 'xai', gateway: 'agtcloud', label: 'AGT Cloud' },
} as const;

const emulated = new Map([
  ['emulator', services.xai],
  ...Object.entries(services).map(([name, service]) => [`emulator:${name}`, service] as const),
]);

/** Services by their hosts, which are asked by name. */
const knownHosts = new Map([
  ['api.x.ai', 'xai'],
  ['orchestration.civitai.com', 'civitai'],
]);

const names = [...Object.keys(services), ...emulated.keys()];

/** What `--service` takes, for its help. */
export const serviceWords =
  'xai, civitai, crazyrouter, agtcloud, emulator (or emulator:civitai and the like), or the address of another gateway.';

/**
 * The service of a name or an address.
 *
 * @param place - what the message calls it
 * @throws InvalidArgumentError with the nearest name
 * @example
 * chooseService('emulator:civitai', '--service').label; // 'Civitai (emulated)'
 */
export function chooseService(name: unknown, place: string): ServiceChoice {
  const direct = Object.entries(services).find(([known]) => known === name);
  if (direct) return { ...direct[1], name: direct[0], isEmulated: false };
  const inside = typeof name === 'string' ? emulated.get(name) : undefined;
  if (inside && typeof name === 'string') {
    return { ...inside, name, isEmulated: true, label: `${inside.label} (emulated)` };
  }
  if (typeof name !== 'string' || !/^https?:/i.test(name)) {
    const accepted = `${suggestion([String(name)], names)}, or an http(s) address`;
    throw invalidArgument(place, name, accepted);
  }
  return byAddress(name, place);
}

function byAddress(baseURL: string, place: string): ServiceChoice {
  if (!isUrl(baseURL)) throw invalidArgument(place, baseURL, 'an http(s) address');
  const { username, password, host } = new URL(baseURL);
  if (username || password) {
    throw invalidArgumentInWords(
      place,
      'an address with a user name or password',
      'one without; the key stands in GROK_IMAGE_API_KEY',
    );
  }
  const known = knownHosts.get(host);
  // It would be taken for a gateway that has no edits, and asked with another key.
  if (known !== undefined) throw invalidArgument(place, baseURL, `${known}, the name of that service`);
  return { name: baseURL, provider: 'xai', gateway: { baseURL }, isEmulated: false, label: host };
}
