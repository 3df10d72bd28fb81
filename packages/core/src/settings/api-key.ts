import { LoadAPIKeyError } from '@ai-sdk/provider';

/**
 * Finds an API key when a request is made, not at import: the explicit one, else the first environment variable
 * that is set. Blank counts as missing.
 *
 * @throws LoadAPIKeyError that names the setting and the variables, and a character that no key has
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
  const candidates: (readonly [source: string, key: unknown])[] =
    apiKey === undefined ? variables.map(name => [name, readVariable(name)]) : [['apiKey', apiKey]];
  const found = candidates.find(([, key]) => typeof key === 'string' && key.trim() !== '');
  if (found === undefined) {
    const blank = candidates.some(([, key]) => typeof key === 'string');
    throw new LoadAPIKeyError({
      message: `Failed to load the ${service} API key: it is ${blank ? 'blank' : 'missing'}. Set the environment variable ${variables.join(' or ')}, or pass apiKey. Nothing was sent.`,
    });
  }
  const [source, given] = found;
  const key = String(given).trim();
  const [odd] = /[^\x20-\x7e]/u.exec(key) ?? [];
  if (odd === undefined) return key;
  throw new LoadAPIKeyError({
    message: `Failed to load the ${service} API key: ${source} holds ${nameOf(odd)}, which no key has. Copy the key again, whole and without quotes. Nothing was sent.`,
  });
}

/** A character as people can look for it; what cannot be seen by its number only. */
function nameOf(character: string): string {
  const number = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{P}\p{S}]/u.test(character) ? `'${character}' (${number})` : number;
}

/** Browsers have no environment, bundles for them may have half a `process`, and Deno may forbid to look. */
function readVariable(variable: string): string | undefined {
  try {
    return globalThis.process?.env?.[variable];
  } catch {
    return undefined;
  }
}
