import { expect, it } from 'vitest';
import { checkBaseUrl } from './base-url.ts';

const example = 'https://api.test/v1';

it.each(['https://api.test', 'http://127.0.0.1:3000/v1/', 'HTTPS://API.TEST'])('%s is an address', url => {
  expect(() => checkBaseUrl(url, example)).not.toThrow();
});

it.each(['', 'api.test', 'ftp://api.test', 'http://[::1', 'https://'])('%o is none', url => {
  expect(() => checkBaseUrl(url, example)).toThrow(
    `Invalid baseURL: got ${JSON.stringify(url)}. Accepted: an http(s) address, e.g. 'https://api.test/v1'. Nothing was sent.`,
  );
});

it('shows no password', () => {
  expect(() => checkBaseUrl('https://somebody:5ecret@api.test', example)).toThrow(
    /^Invalid baseURL: got an address with a user name or password\. Accepted: an http\(s\) address/,
  );
});

it.each([
  ['https://api.test/v1?key=5ecret', 'a query'],
  ['https://api.test/v1#top', 'a hash'],
])('%s would have the path of each request behind it', (url, what) => {
  expect(() => checkBaseUrl(url, example)).toThrow(`Invalid baseURL: got an address with ${what}. Accepted:`);
});
