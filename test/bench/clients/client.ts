/** Makes `n` images in one call and reads each of them once. */
export type Client = (n: number, read: 'uint8Array' | 'base64') => Promise<readonly (Uint8Array | string)[]>;

/**
 * Who can be measured: ours, the newest `@ai-sdk/xai`, and bare `fetch` with the work of ours on the wire; `Inline` has
 * the images inside the answer.
 */
export type ClientName = 'ours' | 'oursInline' | 'peer' | 'floor' | 'floorInline';

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
      return (await import('./floor.ts')).createClient(baseURL, 'url');
    case 'floorInline':
      return (await import('./floor.ts')).createClient(baseURL, 'b64_json');
    default:
      throw new RangeError(`There is no client ${name}.`);
  }
}
