// Loads the packages as a CommonJS program does.
// Usage: node require.cjs <entry of @grok-image/xai>
const { createEmulator } = require('@grok-image/emulator');
const core = require('@grok-image/core');
const { createGrok } = require(process.argv[2]);

const emulator = createEmulator();
const grok = createGrok({ ...emulator.xai, fetch: emulator.fetch });
const options = { prompt: 'A cat in a tree', n: 1, providerOptions: {} };

grok
  .image('grok-imagine-image')
  .doGenerate(options)
  .then(({ images }) => {
    const info = core.inspectImage(images[0]);
    process.stdout.write(JSON.stringify(info));
  });
