// Loads the packages as a CommonJS program does.
// Usage: node require.cjs '{ "entry", "factory", "backend" }'
const { createEmulator } = require('@grok-image/emulator');
const { inspectImage } = require('@grok-image/core');
const { production, wrap } = require('@grok-image/middleware');

const { entry, factory, backend } = JSON.parse(process.argv[2]);
const createProvider = require(entry)[factory];

const emulator = createEmulator();
const provider = createProvider({ ...emulator[backend], fetch: emulator.fetch });

wrap(provider.image('grok-imagine-image'), production())
  .doGenerate({ prompt: 'A cat in a tree', n: 1, providerOptions: {} })
  .then(({ images }) => {
    process.stdout.write(JSON.stringify(inspectImage(images[0])));
  });
