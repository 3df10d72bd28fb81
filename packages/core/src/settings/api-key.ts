import { LoadAPIKeyError } from '@ai-sdk/provider';
import { invalidArgumentInWords } from '../messages/invalid-argument.ts';
import { readVariable } from './environment.ts';

/** How keys of services begin, as their own pages show them (2026-11); the longer beginning first. */
const beginnings: readonly (readonly [beginning: string, vendor: string])[] = [
  ['xai-', 'xAI'],
  ['sk-ant-', 'Anthropic'],
  ['sk-or-', 'OpenRouter'],
  ['sk-', 'OpenAI or a service like it'],
  ['gsk_', 'Groq'],
  ['AIza', 'Google'],
  ['hf_', 'Hugging Face'],
  ['r8_', 'Replicate'],
  ['pplx-', 'Perplexity'],
  ['vck_', 'Vercel'],
];

/** What no key is, and how it got there. */
const flaws: readonly (readonly [form: RegExp, words: string])[] = [
  [/^(?:undefined|null|NaN|\[object \w+\])$/, 'is the text of a value that is none'],
  [/^["'`]|["'`]$/, 'stands in quotes'],
  [/^bearer\b/i, "begins with 'Bearer', which is put before it anyway"],
  [/^(?:export\s+)?[A-Z]+(?:_[A-Z0-9]+)+=./, 'begins with the name of a variable'],
  [/\s/, 'holds a blank, which no key has'],
];

/**
 * Checks the setting `apiKey`. What is no text is told by its type only, as a number may be the key.
 *
 * @throws InvalidArgumentError
 */
export function checkApiKey(apiKey: unknown): void {
  if (apiKey === undefined || typeof apiKey === 'string') return;
  throw invalidArgumentInWords('apiKey', typeOf(apiKey), 'a text');
}

/**
 * Finds an API key when a request is made, not at import: the explicit one, else the first environment variable
 * that is set. Blank counts as missing.
 *
 * @param isDirect - whether it goes to the service itself: then a key that is one of another vendor is refused
 * @throws LoadAPIKeyError that names the setting and the variables, and what is wrong with a key, which it never shows
 * @example
 * loadApiKey({ apiKey: undefined, variables: ['XAI_API_KEY'], service: 'xAI' });
 */
export function loadApiKey({
  apiKey,
  variables,
  service,
  isDirect = false,
}: {
  apiKey: string | undefined;
  variables: readonly string[];
  service: string;
  isDirect?: boolean;
}): string {
  const candidates: (readonly [source: string, key: unknown])[] =
    apiKey === undefined ? variables.map(name => [name, readVariable(name)]) : [['apiKey', apiKey]];
  const found = candidates.find(([, key]) => (typeof key === 'string' ? key.trim() !== '' : Boolean(key)));
  if (found === undefined) {
    const blank = candidates.some(([, key]) => typeof key === 'string');
    throw new LoadAPIKeyError({
      message: `Failed to load the ${service} API key: it is ${blank ? 'blank' : 'missing'}. Set the environment variable ${variables.join(' or ')}, or pass apiKey. Nothing was sent.`,
    });
  }
  const [source, given] = found;
  const key = String(given).trim();
  const flaw = typeof given === 'string' ? flawOf(key) : `is ${typeOf(given)}, not a text`;
  const [beginning, vendor = service] =
    (isDirect && beginnings.find(([start]) => key.startsWith(start))) || [];
  if (flaw === undefined && vendor === service) return key;
  const cause = flaw
    ? `${flaw}. Copy the key again, whole and without quotes`
    : `begins with '${beginning}', as keys of ${vendor} do. Pass a key of ${service}`;
  throw new LoadAPIKeyError({
    message: `Failed to load the ${service} API key: ${source} ${cause}. Nothing was sent.`,
  });
}

function flawOf(key: string): string | undefined {
  const [odd] = /[^\x20-\x7e]/u.exec(key) ?? [];
  if (odd !== undefined) return `holds ${nameOf(odd)}, which no key has`;
  return flaws.find(([form]) => form.test(key))?.[1];
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : `a value of type ${typeof value}`;
}

/** A character as people can look for it; what cannot be seen by its number only. */
function nameOf(character: string): string {
  const number = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{L}\p{P}\p{S}]/u.test(character) ? `'${character}' (${number})` : number;
}
