/** Packages that a package may import, by their folders below `packages/`. What is not listed may import nothing of ours. */
export type Arrows = Readonly<Record<string, readonly string[]>>;

/** Arrows between packages point one way. The emulator shares nothing with the providers, whose mistakes it is there to find. */
export const arrows: Arrows = {
  core: [],
  emulator: [],
  xai: ['core'],
  civitai: ['core'],
  middleware: ['core'],
  bulk: ['core', 'middleware'],
  playground: ['bulk', 'civitai', 'core', 'emulator', 'middleware', 'xai'],
  cli: ['bulk', 'civitai', 'core', 'emulator', 'middleware', 'playground', 'xai'],
};
