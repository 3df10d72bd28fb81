/** An object of a bucket. */
export interface ListedObject {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** One page of a listing. */
export interface Listing {
  readonly objects: readonly ListedObject[];
  /** What the next page is asked for by; `undefined` after the last one. */
  readonly next: string | undefined;
}

/**
 * Reads an answer of ListObjectsV2. Its form is fixed: no attributes that matter, no nesting beyond owners, and what
 * stands in a key is escaped.
 *
 * @returns `undefined` for what is no listing
 */
export function parseListing(xml: string): Listing | undefined {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.trimEnd().endsWith('</ListBucketResult>')) return undefined;
  const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].flatMap(([, entry = '']) => {
    const key = fieldOf(entry, 'Key');
    const lastModified = Date.parse(fieldOf(entry, 'LastModified') ?? '');
    return key === undefined || Number.isNaN(lastModified) ? [] : [{ key, lastModified }];
  });
  const isLast = fieldOf(xml, 'IsTruncated') !== 'true';
  return { objects, next: isLast ? undefined : fieldOf(xml, 'NextContinuationToken') };
}

function fieldOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return text === undefined ? undefined : unescape(text);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
