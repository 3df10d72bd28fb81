/**
 * A service that speaks xAI's image wire format: xAI itself, or an OpenAI-style gateway that forwards it. Everything
 * in which they differ is data.
 */
export interface GatewayProfile {
  /** Name in error messages, e.g. `'xAI'`. */
  readonly name: string;
  /** Address up to and including the version, e.g. `https://api.x.ai/v1`. */
  readonly baseURL: string;
  /** Environment variables that may hold the key, first found wins. */
  readonly apiKeyVariables: readonly string[];
  /** Most images one request may ask for. */
  readonly maxImagesPerRequest: number;
  /** Most source images an edit may have; 0 where edits are not offered. */
  readonly maxSources: number;
  /** What a caller can check after a request whose outcome is unknown; a whole sentence. */
  readonly advice: string;
}

/** xAI itself (docs.x.ai): 1 to 10 images a request, up to 5 source images since 2026-08. */
export const xaiProfile: GatewayProfile = {
  name: 'xAI',
  baseURL: 'https://api.x.ai/v1',
  apiKeyVariables: ['XAI_API_KEY'],
  maxImagesPerRequest: 10,
  maxSources: 5,
  advice: 'Look at the usage page of console.x.ai before you send it again: xAI has no idempotency key.',
};
