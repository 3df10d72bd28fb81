import { describe, expect, it, vi } from 'vitest';
import { checkBaseUrl, findBaseUrl } from './base-url.ts';

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

const find = (baseURL?: string) => findBaseUrl({ baseURL, variable: 'TEST_BASE_URL', usual: example });

describe('findBaseUrl', () => {
  it('takes the setting, else the variable, else the usual address, without a slash at the end', () => {
    vi.stubEnv('TEST_BASE_URL', ' http://127.0.0.1:4000/v1/\n');
    expect(find('https://own.test//')).toBe('https://own.test');
    expect(find()).toBe('http://127.0.0.1:4000/v1');
    expect(findBaseUrl({ baseURL: undefined, variable: undefined, usual: example })).toBe(example);

    vi.stubEnv('TEST_BASE_URL', '  ');
    expect(find()).toBe(example);
    vi.stubEnv('TEST_BASE_URL', undefined);
    expect(find()).toBe(example);
  });

  it('names a variable that is no address, unless it is not asked', () => {
    vi.stubEnv('TEST_BASE_URL', '127.0.0.1:4000');
    expect(() => find()).toThrow(
      `Invalid TEST_BASE_URL: got "127.0.0.1:4000". Accepted: an http(s) address, e.g. 'https://api.test/v1'. Nothing was sent.`,
    );
    vi.stubEnv('TEST_BASE_URL', 'http://somebody:5ecret@127.0.0.1');
    expect(() => find()).toThrow(/^Invalid TEST_BASE_URL: got an address with a user name or password\./);
    expect(find(example)).toBe(example);
  });
});
