import { isUrl } from '../messages/is-url.ts';
import { invalidArgument, invalidArgumentInWords } from '../messages/invalid-argument.ts';
import { readVariable } from './environment.ts';

/**
 * Checks the address of a service. A user name or password in it is refused, as `fetch` would refuse it, but with both
 * of them in its message; so is a query, which may be a key.
 *
 * @param example - an address that is right
 * @param name - of the setting or the variable
 * @throws InvalidArgumentError
 */
export function checkBaseUrl(baseURL: string, example: string, name: string = 'baseURL'): void {
  const accepted = `an http(s) address, e.g. '${example}'`;
  if (!/^https?:\/\/./i.test(baseURL) || !isUrl(baseURL)) {
    throw invalidArgument(name, baseURL, accepted);
  }
  const { username, password, search, hash } = new URL(baseURL);
  if (username || password) {
    throw invalidArgumentInWords(name, 'an address with a user name or password', accepted);
  }
  // The path of each request would stand behind it.
  if (search || hash) {
    throw invalidArgumentInWords(name, `an address with ${search ? 'a query' : 'a hash'}`, accepted);
  }
}

/**
 * Finds the address of a service when a request is made, not at import: the setting, else an environment variable, else
 * the usual one. Blank counts as missing.
 *
 * @returns it without a slash at the end
 * @throws InvalidArgumentError naming the variable
 * @example
 * findBaseUrl({ baseURL: undefined, variable: 'XAI_BASE_URL', usual: 'https://api.x.ai/v1' });
 */
export function findBaseUrl({
  baseURL,
  variable,
  usual,
}: {
  baseURL: string | undefined;
  variable: string | undefined;
  usual: string;
}): string {
  const ofVariable = baseURL === undefined && variable ? readVariable(variable)?.trim() : undefined;
  if (variable && ofVariable) checkBaseUrl(ofVariable, usual, variable);
  return (baseURL ?? (ofVariable || usual)).replace(/\/+$/, '');
}
