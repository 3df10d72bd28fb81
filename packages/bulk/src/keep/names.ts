import type { JobRecord } from '../job/record.ts';

/** Longest part of a name that is made of a prompt, in characters, and how much of the key stands behind it. */
const longestSlug = 40;
const keyLength = 8;

/**
 * Where the pictures of a job go, without extension: as its line or the template of its run says, else by its words and its
 * key, so that it stays the same wherever the line moves.
 */
export function nameOf({ key, job }: Pick<JobRecord, 'key' | 'job'>, index: number): string {
  const { name, prompt, n = 1, attempt } = job;
  const base = name ?? [slugOf(prompt), key.slice(0, keyLength)].filter(Boolean).join('-');
  const again = name !== undefined && attempt !== undefined ? `-again${attempt}` : '';
  // More may come than were asked for.
  return n === 1 && index === 0 ? `${base}${again}` : `${base}${again}-${index + 1}`;
}

/** The words of a text as a part of a path. */
export function slugOf(text = ''): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return words.slice(0, longestSlug).replaceAll(/^-+|-+$/g, '');
}
