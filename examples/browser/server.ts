// Serves the page, and sends its requests on to xAI with the key.
import { serve } from '@hono/node-server';
import { build } from 'esbuild';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { proxy } from 'hono/proxy';

const target = process.env['XAI_BASE_URL'] ?? 'https://api.x.ai/v1';
const key = process.env['XAI_API_KEY'] ?? '';
const { outputFiles } = await build({
  entryPoints: ['page.ts'],
  bundle: true,
  format: 'esm',
  minify: true,
  write: false,
});

const app = new Hono();
app.get('/', context =>
  context.html(
    html`<!doctype html>
      <title>Make a picture</title>
      <form><input placeholder="A cat in a tree" required /><button>Make it</button></form>
      <output></output>
      <script type="module" src="/page.js"></script>`,
  ),
);
app.get('/page.js', context =>
  context.body(outputFiles[0]?.text ?? '', 200, { 'content-type': 'text/javascript' }),
);

const seen = new Set<string | undefined>();
app.post('/xai/v1/images/generations', bodyLimit({ maxSize: 100_000 }), async context => {
  // Here belongs who may ask, and how often. A request that a browser sent twice is paid once.
  const once = context.req.header('idempotency-key');
  if (once === undefined || seen.has(once)) return context.json({ error: 'It was sent before.' }, 409);
  seen.add(once);
  return proxy(`${target}/images/generations`, {
    method: 'POST',
    body: await context.req.text(),
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  });
});

const port = Number(process.env['PORT'] ?? 3000);
serve({ fetch: app.fetch, port }, info => console.log(`http://localhost:${info.port}`));
