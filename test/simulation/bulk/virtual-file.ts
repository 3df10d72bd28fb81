import type { JournalFile } from '../../../packages/bulk/src/journal/journal.ts';
import type { Life } from './life.ts';

/** A file of a machine: what was written survives a process, and what was flushed the machine as well. */
export class VirtualFile {
  #written: Buffer = Buffer.alloc(0);
  #flushed: Buffer = Buffer.alloc(0);

  /** As a process has it. */
  openBy(life: Life): JournalFile {
    return life.reach<JournalFile>({
      read: async (buffer, offset, length, position) => ({
        bytesRead: this.#written.copy(buffer, offset, position, position + length),
      }),
      write: async (bytes, from, _length, position) => {
        const before = this.#written.subarray(0, position);
        const behind = this.#written.subarray(position + bytes.byteLength - from);
        this.#written = Buffer.concat([before, bytes.subarray(from), behind]);
        return { bytesWritten: bytes.byteLength - from };
      },
      datasync: async () => {
        this.#flushed = this.#written;
      },
      truncate: async length => {
        this.#written = this.#written.subarray(0, length);
      },
      close: async () => {},
    });
  }

  /** The machine goes down: half of what was not flushed is there. */
  loseHalf(): void {
    const kept = (this.#flushed.byteLength + this.#written.byteLength) >> 1;
    this.#written = this.#written.subarray(0, kept);
    this.#flushed = this.#written;
  }
}
