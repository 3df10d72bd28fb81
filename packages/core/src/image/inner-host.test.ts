import { expect, it } from 'vitest';
import { isInnerAddress, isInnerHost } from './inner-host.ts';

it.each([
  'metadata',
  'instance-data.',
  'ip6-localhost',
  'localhost.localdomain',
  'router.lan',
  'printer.home.arpa',
  'LOCALHOST',
  new URL('https://[2002:7f00:1::]/').hostname,
  new URL('https://[2001:0:7f00:1::]/').hostname,
])('%s is none of the public network', host => {
  expect(isInnerHost(host)).toBe(true);
});

it.each(['images.test', 'localhost.example.com', 'internal.example', '[2606:4700::1111]', '[2001:db9::1]'])(
  '%s may be',
  host => {
    expect(isInnerHost(host)).toBe(false);
  },
);

it.each([
  ['http://localhost:3000/cat.png', true],
  ['https://127.0.0.1/cat.png', true],
  ['http://[::1]/cat.png', true],
  ['http://192.168.1.7/cat.png', true],
  ['http://minio/cat.png', true],
  ['https://images.example.com/cat.png', false],
  ['https://8.8.8.8/cat.png', false],
])("%s is an address of one's own network: %s", (url, isInner) => {
  expect(isInnerAddress(url)).toBe(isInner);
});
