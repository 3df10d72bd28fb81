import { expect, test } from 'vitest';
import { parseListing } from './listing.ts';

const page = (inner: string) =>
  `<?xml version="1.0"?>\n<ListBucketResult xmlns="x">${inner}</ListBucketResult>\n`;

test('keys are read with what is escaped in them, and times', () => {
  const xml =
    page(`<Prefix>a</Prefix><IsTruncated>true</IsTruncated><NextContinuationToken>t&#43;</NextContinuationToken>
    <Contents><Key>a&amp;&lt;/Key&gt;&#x41;&apos;&quot;</Key><LastModified>2026-01-02T03:04:05.678Z</LastModified>
      <Owner><ID>Key</ID></Owner></Contents>
    <Contents><Key>a&amp;amp;</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>`);
  expect(parseListing(xml)).toEqual({
    objects: [
      { key: `a&</Key>A'"`, lastModified: Date.UTC(2026, 0, 2, 3, 4, 5, 678) },
      { key: 'a&amp;', lastModified: Date.UTC(2026, 0, 2, 3, 4, 5) },
    ],
    next: 't+',
  });
});

test('the last page has no next one', () => {
  expect(parseListing(page('<IsTruncated>false</IsTruncated>'))).toEqual({ objects: [], next: undefined });
});

test('an entry without a time is left out, as nobody knows whether it is old', () => {
  expect(parseListing(page('<Contents><Key>a</Key></Contents>'))?.objects).toEqual([]);
});

test.each(['', '<Error/>', '<ListBucketResult><Contents>', '<html><ListBucketResult /></html>'])(
  'what is no listing is nothing: %j',
  xml => {
    expect(parseListing(xml)).toBeUndefined();
  },
);

test('an odd entity stays as it is', () => {
  const entry =
    '<Contents><Key>&nbsp;&#x110000;</Key><LastModified>2026-01-02T03:04:05Z</LastModified></Contents>';
  expect(parseListing(page(entry))?.objects[0]?.key).toBe('&nbsp;&#x110000;');
});
