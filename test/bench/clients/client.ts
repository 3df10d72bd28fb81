/** Makes `n` images in one call and reads each of them once. */
export type Client = (n: number, read: 'uint8Array' | 'base64') => Promise<readonly (Uint8Array | string)[]>;

/** Who can be measured: ours, ours with images inside the answer, the newest `@ai-sdk/xai`, and bare `fetch` with the work of ours on the wire. */
export type ClientName = 'ours' | 'oursInline' | 'peer' | 'floor';

/** Loads one client and nothing of the others. */
export async function loadClient(name: string, baseURL: string): Promise<Client> {
  switch (name) {
    case 'ours':
      return (await import('./ours.ts')).createClient(baseURL, 'url');
    case 'oursInline':
      return (await import('./ours.ts')).createClient(baseURL, 'b64_json');
    case 'peer':
      return (await import('./peer.ts')).createClient(baseURL);
    case 'floor':
      return (await import('./floor.ts')).createClient(baseURL);
    default:
      throw new RangeError(`There is no client ${name}.`);
  }
}
