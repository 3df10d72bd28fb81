import { readFile } from 'node:fs/promises';
import { BlockList } from 'node:net';
import path from 'node:path';
import { expect, it } from 'vitest';

/** The guard that SECURITY.md shows, as far as it is a list. */
async function readGuard(): Promise<BlockList> {
  const text = await readFile(path.join(import.meta.dirname, '../../SECURITY.md'), 'utf8');
  const list = new BlockList();
  for (const [, network = '', prefix] of text.matchAll(/blocked\.addSubnet\('([^']+)', (\d+)/g)) {
    list.addSubnet(network, Number(prefix), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

it('lets neither this machine nor a private network through, in any spelling', async () => {
  const guard = await readGuard();
  const ipv4 = ['0.0.0.0', '10.0.0.1', '100.100.100.200', '127.0.0.1', '169.254.169.254', '172.16.0.1'];
  const ipv6 = ['::', '::1', '::ffff:127.0.0.1', 'fd00::1', 'fe80::1', '2002:7f00:1::', '64:ff9b::7f00:1'];

  expect([...ipv4, '192.168.0.1', '255.255.255.255'].filter(address => !guard.check(address))).toEqual([]);
  expect(ipv6.filter(address => !guard.check(address, 'ipv6'))).toEqual([]);
});

it('lets the public network through', async () => {
  const guard = await readGuard();
  expect(['1.1.1.1', '100.128.0.1', '223.255.255.1'].some(address => guard.check(address))).toBe(false);
  expect(guard.check('2606:4700::1111', 'ipv6')).toBe(false);
});
