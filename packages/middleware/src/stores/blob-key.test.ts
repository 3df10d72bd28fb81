import { expect, test } from 'vitest';
import { checkBlobKey, tenantPrefix } from './blob-key.ts';

test('a key is as long as file systems and buckets take', () => {
  const key = Array.from({ length: 4 }, () => 'a'.repeat(200)).join('/');
  expect(checkBlobKey(key)).toBe(key);
  expect(() => checkBlobKey('a'.repeat(201))).toThrow(/^Invalid key: /);
  expect(() => checkBlobKey(Array.from({ length: 451 }, () => 'a').join('/'))).toThrow(/^Invalid key: /);
});

test.each([
  [undefined, ''],
  ['cat-7_x', 'cat-7_x/'],
  ['cat@example.com', 'cat.40example.2Ecom/'],
  ['..', '.2E.2E/'],
  ['a/b', 'a.2Fb/'],
  ["ä!'()*~", '.C3.A4.21.27.28.29.2A.7E/'],
])('keys of the tenant %j begin with %j', (tenant, prefix) => {
  expect(tenantPrefix(tenant)).toBe(prefix);
  expect(checkBlobKey(`${prefix}1.png`)).toBe(`${prefix}1.png`);
});

test('tenants that are nearly alike have prefixes of their own', () => {
  const tenants = ['a', 'A', 'a.', 'a.2E', 'a%2E', 'a/', 'ab', ' a'];
  const prefixes = tenants.map(tenantPrefix);
  expect(new Set(prefixes).size).toBe(tenants.length);
  expect(prefixes.filter(prefix => prefix.startsWith(tenantPrefix('a')))).toHaveLength(1);
});
