import { expect, it } from 'vitest';
import { isInnerHost } from './inner-host.ts';

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
