import { isUrl } from '../messages/is-url.ts';
import { invalidArgument, invalidArgumentInWords } from '../messages/invalid-argument.ts';

/**
 * Checks the address of a service. A user name or password in it is refused, as `fetch` would refuse it, but with both
 * of them in its message; so is a query, which may be a key.
 *
 * @param example - an address that is right
 * @throws InvalidArgumentError
 */
export function checkBaseUrl(baseURL: string, example: string): void {
  const accepted = `an http(s) address, e.g. '${example}'`;
  if (!/^https?:\/\/./i.test(baseURL) || !isUrl(baseURL)) {
    throw invalidArgument('baseURL', baseURL, accepted);
  }
  const { username, password, search, hash } = new URL(baseURL);
  if (username || password) {
    throw invalidArgumentInWords('baseURL', 'an address with a user name or password', accepted);
  }
  // The path of each request would stand behind it.
  if (search || hash) {
    throw invalidArgumentInWords('baseURL', `an address with ${search ? 'a query' : 'a hash'}`, accepted);
  }
}
