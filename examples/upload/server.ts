// A form: choose a picture, say what to change, and see it changed.
import { serve } from '@hono/node-server';
import { grok } from '@grok-image/xai';
import { generateImage } from 'ai';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';

const app = new Hono();

app.get('/', context =>
  context.html(
    html`<!doctype html>
      <title>Edit a picture</title>
      <form action="/edit" method="post" enctype="multipart/form-data">
        <input type="file" name="picture" accept="image/jpeg,image/png,image/webp" required />
        <input name="prompt" placeholder="Make it a winter scene" required />
        <button>Edit</button>
      </form>`,
  ),
);

app.post('/edit', bodyLimit({ maxSize: 11 * 1024 * 1024 }), async context => {
  const { picture, prompt } = await context.req.parseBody();
  if (!(picture instanceof File) || typeof prompt !== 'string') return context.text('Choose a picture.', 400);
  const { image } = await generateImage({
    model: grok.image('grok-imagine-image'),
    // Its type is read from its bytes, whatever the form says; what is no picture is refused before anything is sent.
    prompt: { text: prompt, images: [await picture.bytes()] },
  });
  return context.body(image.uint8Array.slice(), 200, { 'content-type': image.mediaType });
});

const port = Number(process.env['PORT'] ?? 3000);
serve({ fetch: app.fetch, port }, info => console.log(`http://localhost:${info.port}`));
