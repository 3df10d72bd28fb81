/** The part of a `FileHandle` that reads. */
export interface ReadFile {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
}

/** A whole line of a file. */
export interface ScannedLine {
  /** Where it begins, in bytes. */
  readonly offset: number;
  readonly text: string;
}

const pieceBytes = 1024 * 1024;
const newline = 0x0a;

/**
 * The lines of a file that end as lines do: the last one of a process that was killed while it wrote is left out.
 *
 * @returns where the last whole line ends, in bytes
 */
export async function scanLines(
  file: ReadFile,
  take: (line: ScannedLine) => void,
): Promise<{ readonly end: number }> {
  let rest: Buffer = Buffer.alloc(0);
  let start = 0;
  for (let position = 0; ;) {
    const piece = Buffer.allocUnsafe(pieceBytes);
    const { bytesRead } = await file.read(piece, 0, pieceBytes, position);
    if (bytesRead === 0) return { end: start };
    position += bytesRead;
    const bytes = Buffer.concat([rest, piece.subarray(0, bytesRead)]);
    let from = 0;
    for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, from)) {
      take({ offset: start + from, text: bytes.toString('utf8', from, at) });
      from = at + 1;
    }
    rest = bytes.subarray(from);
    start += from;
  }
}
