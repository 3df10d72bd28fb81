/** Makes `n` images in one call and reads each of them once. */
export type Client = (n: number, read: 'uint8Array' | 'base64') => Promise<readonly (Uint8Array | string)[]>;

/** Who can be measured: ours, the newest `@ai-sdk/xai`, and bare `fetch` with the same work on the wire. */
export type ClientName = 'ours' | 'peer' | 'floor';

/** Loads one client and nothing of the others. */
export async function loadClient(name: string, baseURL: string): Promise<Client> {
  switch (name) {
    case 'ours':
      return (await import('./ours.ts')).createClient(baseURL);
    case 'peer':
      return (await import('./peer.ts')).createClient(baseURL);
    case 'floor':
      return (await import('./floor.ts')).createClient(baseURL);
    default:
      throw new RangeError(`There is no client ${name}.`);
  }
}
