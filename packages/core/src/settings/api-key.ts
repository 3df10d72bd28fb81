import { LoadAPIKeyError } from '@ai-sdk/provider';

/**
 * Finds an API key when a request is made, not at import: the explicit one, else the first environment variable
 * that is set. Blank counts as missing.
 *
 * @throws LoadAPIKeyError that names the setting and the variables
 * @example
 * loadApiKey({ apiKey: undefined, variables: ['XAI_API_KEY'], service: 'xAI' });
 */
export function loadApiKey({
  apiKey,
  variables,
  service,
}: {
  apiKey: string | undefined;
  variables: readonly string[];
  service: string;
}): string {
  const candidates = apiKey === undefined ? variables.map(readVariable) : [apiKey];
  const found = candidates.find(candidate => typeof candidate === 'string' && candidate.trim() !== '');
  if (found !== undefined) return found.trim();

  const blank = candidates.some(candidate => typeof candidate === 'string');
  throw new LoadAPIKeyError({
    message: `Failed to load the ${service} API key: it is ${blank ? 'blank' : 'missing'}. Set the environment variable ${variables.join(' or ')}, or pass apiKey. Nothing was sent.`,
  });
}

/** Browsers have no environment, bundles for them may have half a `process`, and Deno may forbid to look. */
function readVariable(variable: string): string | undefined {
  try {
    return globalThis.process?.env?.[variable];
  } catch {
    return undefined;
  }
}
