// Runs files one after the other, with the services in the process: requests to their real addresses are answered by the
// emulator, those to this machine go there, and no other leaves it. There is a picture, `cat.jpg`, here and in the web.
// Tells its parent the place of each file, and why it failed.
import { writeFile } from 'node:fs/promises';
import { createEmulator } from '@grok-image/emulator';

const painter = createEmulator();
const painted = await painter.fetch('https://api.x.ai/v1/images/generations', {
  method: 'POST',
  headers: { authorization: 'Bearer xai-key', 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'grok-imagine-image', prompt: 'A cat', response_format: 'b64_json' }),
});
const cat = Buffer.from(/"b64_json":"([^"]+)"/.exec(await painted.text())?.[1] ?? '', 'base64');
await writeFile('cat.jpg', cat);

const emulator = createEmulator({ fetch: async () => new Response(cat) });
const real = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  return hostname === '127.0.0.1' ? real(input, init) : emulator.fetch(input, init);
};

for (const [place, file] of process.argv.slice(2).entries()) {
  try {
    await import(file);
    process.send?.([place]);
  } catch (error) {
    process.send?.([place, error instanceof Error ? error.stack : String(error)]);
  }
}
process.disconnect();
