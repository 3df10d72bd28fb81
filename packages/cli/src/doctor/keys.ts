import { LoadAPIKeyError } from '@ai-sdk/provider';
import { loadApiKey } from '@grok-image/core';
import { gatewayKeyVariable } from '../services/choice.ts';
import type { Finding } from './finding.ts';

/** Who takes which key. */
const holders = [
  { name: 'xai', service: 'xAI', variables: ['XAI_API_KEY'] },
  { name: 'civitai', service: 'Civitai', variables: ['CIVITAI_API_KEY', 'CIVITAI_API_TOKEN'] },
  { name: 'crazyrouter', service: 'Crazyrouter', variables: ['CRAZYROUTER_API_KEY'] },
  { name: 'agtcloud', service: 'AGT Cloud', variables: ['AGTCLOUD_API_KEY'] },
  { name: 'gateway', service: 'gateways by address', variables: [gatewayKeyVariable] },
] as const;

/** Whether keys are there and look like keys. Nothing of a key is shown. */
export function lookAtKeys(environment: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  return holders.map(({ service, variables }): Finding => {
    const about = `key of ${service}`;
    const set = variables.filter(name => environment[name]?.trim());
    if (set.length === 0) return { about, state: 'unasked', words: `not set (${variables.join(' or ')})` };
    try {
      const isDirect = service === 'xAI' && environment['XAI_BASE_URL'] === undefined;
      loadApiKey({ apiKey: undefined, variables, service, isDirect });
      return { about, state: 'ok', words: `${set[0]} is set and looks like one` };
    } catch (error) {
      if (!LoadAPIKeyError.isInstance(error)) throw error;
      return { about, state: 'problem', words: error.message.replace(' Nothing was sent.', '') };
    }
  });
}

/** The services whose key is set, by the names of `--service`. */
export function servicesWithKeys(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return holders
    .filter(({ name, variables }) => name !== 'gateway' && variables.some(one => environment[one]?.trim()))
    .map(({ name }) => name);
}
