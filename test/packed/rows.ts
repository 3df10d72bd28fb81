/** One installation: what stands beside our packages, and how they are used there. */
export interface Row {
  readonly name: string;
  /** What is installed beside our tarballs. */
  readonly packages: readonly string[];
  /** What stands behind the name of a provider package to import its entry for this major. */
  readonly entry: '' | '/v1' | '/v2' | '/v3';
  /** Name of the function in `ai`; absent where the AI SDK is not installed. */
  readonly generateImage?: 'generateImage' | 'experimental_generateImage';
  /** Ways to put middleware around a model there. */
  readonly ways: readonly ('wrap' | 'wrapImageModel')[];
}

/** Folders of the packages that are packed and installed together. */
export const packages: readonly string[] = ['core', 'xai', 'civitai', 'middleware', 'bulk', 'emulator'];

/** Folders of the packages that are a command. */
export const commandPackages: readonly string[] = ['cli'];

/** A provider package, and how its answers are recognised. */
export interface Provider {
  readonly name: string;
  readonly factory: string;
  /** Its part of the emulator. */
  readonly backend: string;
  /** In which it bills. */
  readonly currency: 'usd' | 'buzz';
  /** Field of an image's metadata with its cost. */
  readonly costField: string;
  /** Options under which prompts come back revised. */
  readonly options: Readonly<Record<string, unknown>>;
}

export const providers: readonly Provider[] = [
  {
    name: '@grok-image/xai',
    factory: 'createGrok',
    backend: 'xai',
    currency: 'usd',
    costField: 'costUsd',
    options: {},
  },
  {
    name: '@grok-image/civitai',
    factory: 'createCivitai',
    backend: 'civitai',
    currency: 'buzz',
    costField: 'costBuzz',
    options: { enhancePrompt: true },
  },
];

export const rows: readonly Row[] = [
  {
    name: 'AI SDK 4',
    packages: ['ai@4.3.19', 'zod@3.25.76'],
    entry: '/v1',
    generateImage: 'experimental_generateImage',
    ways: ['wrap'],
  },
  {
    name: 'AI SDK 5',
    packages: ['ai@5.0.277'],
    entry: '/v2',
    generateImage: 'experimental_generateImage',
    ways: ['wrap'],
  },
  {
    name: 'AI SDK 6',
    packages: ['ai@6.0.326'],
    entry: '/v3',
    generateImage: 'generateImage',
    ways: ['wrap', 'wrapImageModel'],
  },
  {
    name: 'AI SDK 7',
    packages: ['ai@7.0.173'],
    entry: '',
    generateImage: 'generateImage',
    ways: ['wrap', 'wrapImageModel'],
  },
  {
    name: 'AI SDK 7, zod 3',
    packages: ['ai@7.0.173', 'zod@3.25.76'],
    entry: '',
    generateImage: 'generateImage',
    ways: ['wrap', 'wrapImageModel'],
  },
  { name: 'no AI SDK', packages: [], entry: '', ways: ['wrap'] },
];
