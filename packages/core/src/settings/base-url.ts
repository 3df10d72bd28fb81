import { invalidArgument, invalidArgumentInWords } from '../messages/invalid-argument.ts';

/**
 * Checks the address of a service. A user name or password in it is refused, as `fetch` would refuse it, but with both
 * of them in its message.
 *
 * @param example - an address that is right
 * @throws InvalidArgumentError
 */
export function checkBaseUrl(baseURL: string, example: string): void {
  const accepted = `an http(s) address, e.g. '${example}'`;
  if (!/^https?:\/\/./i.test(baseURL) || !URL.canParse(baseURL)) {
    throw invalidArgument('baseURL', baseURL, accepted);
  }
  const { username, password } = new URL(baseURL);
  if (username || password) {
    throw invalidArgumentInWords('baseURL', 'an address with a user name or password', accepted);
  }
}
