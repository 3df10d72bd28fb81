import { invalidArgument } from '@grok-image/core';

/** Longest key, and longest part of it between slashes, in characters: what file systems and buckets take alike. */
const longestKey = 900;
const longestPart = 200;

const words = `letters, digits and -_./ in parts of 1 to ${longestPart} characters that do not end with a dot, at most ${longestKey} characters in all`;

/**
 * Checks the key of a picture, so that it is a path below where a store keeps things, and stands in an address as it is.
 *
 * @returns the key
 * @throws InvalidArgumentError
 * @example
 * checkBlobKey('cats/1.jpg');
 */
export function checkBlobKey(key: string): string {
  if (!isBlobKey(key)) throw invalidArgument('key', key, words);
  return key;
}

/** Whether a text is the key of a picture. */
export function isBlobKey(key: string): boolean {
  return typeof key === 'string' && key.length <= longestKey && key.split('/').every(isPart);
}

function isPart(part: string): boolean {
  return part.length <= longestPart && /^[\w.-]*[\w-]$/.test(part);
}

/**
 * The part of keys that all pictures of a tenant begin with, one for each tenant whatever its name is made of; `''` for
 * none.
 *
 * @example
 * tenantPrefix('cat@example.com'); // 'cat.40example.2Ecom/'
 */
export function tenantPrefix(tenant: string | undefined): string {
  if (tenant === undefined) return '';
  const encoded = encodeURIComponent(tenant)
    .replaceAll(/[.!'()*~]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%', '.');
  return `${encoded}/`;
}
