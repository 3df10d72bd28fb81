/** One installation: what stands beside our packages, and how they are used there. */
export interface Row {
  readonly name: string;
  /** What is installed beside our tarballs. */
  readonly packages: readonly string[];
  /** The entry of `@grok-image/xai`. */
  readonly entry: string;
  /** Name of the function in `ai`; absent where the AI SDK is not installed. */
  readonly generateImage?: 'generateImage' | 'experimental_generateImage';
}

/** Folders of the packages that are packed and installed together. */
export const packages: readonly string[] = ['core', 'xai', 'emulator'];

export const rows: readonly Row[] = [
  {
    name: 'AI SDK 4',
    packages: ['ai@4.3.19', 'zod@3.25.76'],
    entry: '@grok-image/xai/v1',
    generateImage: 'experimental_generateImage',
  },
  {
    name: 'AI SDK 5',
    packages: ['ai@5.0.277'],
    entry: '@grok-image/xai/v2',
    generateImage: 'experimental_generateImage',
  },
  {
    name: 'AI SDK 6',
    packages: ['ai@6.0.326'],
    entry: '@grok-image/xai/v3',
    generateImage: 'generateImage',
  },
  {
    name: 'AI SDK 7',
    packages: ['ai@7.0.173'],
    entry: '@grok-image/xai',
    generateImage: 'generateImage',
  },
  {
    name: 'AI SDK 7, zod 3',
    packages: ['ai@7.0.173', 'zod@3.25.76'],
    entry: '@grok-image/xai',
    generateImage: 'generateImage',
  },
  { name: 'no AI SDK', packages: [], entry: '@grok-image/xai' },
];
