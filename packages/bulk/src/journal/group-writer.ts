/** What is written to a file, by how many of them wait for the disk at once. */
export interface GroupWriter {
  /**
   * Appends a line. All that wait share one write and one flush.
   *
   * @returns where the line begins, once it is on the disk
   * @throws what the disk says; then nothing of the line is in the file
   */
  append(line: string): Promise<number>;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
}

/** The part of a `FileHandle` that is needed. */
export interface AppendedFile {
  write(
    bytes: Buffer,
    from: number,
    length: undefined,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
}

interface Waiting {
  readonly line: Buffer;
  readonly done: (offset: number) => void;
  readonly fail: (error: unknown) => void;
}

/** @param end - where the file ends, in bytes */
export function createGroupWriter(file: AppendedFile, end: number): GroupWriter {
  let position = end;
  let waiting: Waiting[] = [];
  let running: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await writeGroup(group);
      } catch (error) {
        for (const { fail } of group) fail(error);
      }
    }
    running = undefined;
  }

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    const start = position;
    const bytes = Buffer.concat(group.map(({ line }) => line));
    try {
      for (let written = 0; written < bytes.byteLength;) {
        const { bytesWritten } = await file.write(bytes, written, undefined, start + written);
        written += bytesWritten;
      }
      await file.datasync();
    } catch (error) {
      // Half a line must not stand before the next one.
      await file.truncate(start);
      throw error;
    }
    position = start + bytes.byteLength;
    let offset = start;
    for (const { line, done } of group) {
      done(offset);
      offset += line.byteLength;
    }
  }

  return {
    append: line =>
      new Promise<number>((done, fail) => {
        waiting.push({ line: Buffer.from(`${line}\n`), done, fail });
        running ??= Promise.resolve().then(writeAll);
      }),
    async settled() {
      await running;
    },
  };
}
