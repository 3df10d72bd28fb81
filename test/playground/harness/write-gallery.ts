import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';

/** Writes the journal of a playground that has made so many pictures, all of which are one file. */
export async function writeGallery(folder: string, pictures: number): Promise<void> {
  const bytes = toPng(64);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `${sha256}.png`;
  await mkdir(join(folder, 'pictures'), { recursive: true });
  await writeFile(join(folder, 'pictures', file), bytes);
  const lines = Array.from({ length: pictures }, (_, index) => {
    const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}-0`;
    const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
    const asked = {
      service: index % 3 === 0 ? 'civitai' : 'xai',
      model: 'grok-imagine-image',
      prompt: `A cat ${index} in a tree, seen from a low angle at golden hour`,
      n: 1,
      options: { deferred: true },
      sources: [],
      reuse: false,
    };
    const size = { mediaType: 'image/png', width: 64, height: 64, byteLength: bytes.byteLength };
    const told = { isReused: false, cost: { usd: 0.02 }, metadata: { requestId: id } };
    const picture = { id: `${id}.0`, run: id, index: 0, file, sha256, ...size, ...told };
    return [
      { type: 'made', id, press: id.slice(0, -2), at, ...asked },
      { type: 'ended', id, at, state: 'done', pictures: [picture], warnings: [], cost: { usd: 0.02 } },
    ];
  });
  const text = lines.flat().map(line => `${JSON.stringify(line)}\n`);
  await writeFile(join(folder, 'journal.jsonl'), text.join(''));
}

/** A square of one colour. */
function toPng(side: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2], 8);
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(side * 3, 0x66)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const signature = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    signature,
    toChunk('IHDR', header),
    toChunk('IDAT', pixels),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

function toChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
