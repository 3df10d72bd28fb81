import type { ClientName } from '../clients/client.ts';
import { figureOf, measureInChild } from '../harness/child.ts';

/** How a client is called. */
export interface Load {
  readonly n?: number;
  /** Bytes of an image. */
  readonly bytes: number;
  readonly read?: 'uint8Array' | 'base64';
  readonly calls: number;
  readonly warmup?: number;
  readonly concurrency?: number;
  /** Whether what came back is kept alive. */
  readonly isKept?: boolean;
}

/** Calls a client in a process of its own and gives one figure of it. */
export async function measureCalls(
  origin: string,
  client: ClientName,
  load: Load,
  figure: 'cpuMs' | 'peakMb',
): Promise<number> {
  const { n = 1, bytes, read = 'uint8Array', calls, warmup = 0, concurrency = 1, isKept = false } = load;
  const baseURL = `${origin}/${bytes}/v1`;
  const parameters = { client, baseURL, n, read, calls, warmup, concurrency, isKept };
  return figureOf(await measureInChild('scenarios/generate.ts', parameters), figure);
}
