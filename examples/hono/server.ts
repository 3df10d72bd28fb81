// POST /images { "prompt": "A cat in a tree" } answers with the picture.
import { serve } from '@hono/node-server';
import { causeOf, ContentModerationError, grok, imageMetadata } from '@grok-image/xai';
import { generateImage } from 'ai';
import { Hono } from 'hono';
import * as z from 'zod/v4';

const bodySchema = z.object({ prompt: z.string().min(1).max(2000) });
const app = new Hono();

app.post('/images', async context => {
  const body = bodySchema.safeParse(await context.req.json());
  if (!body.success) return context.json({ error: z.prettifyError(body.error) }, 400);
  try {
    const result = await generateImage({
      model: grok.image('grok-imagine-image'),
      prompt: body.data.prompt,
      abortSignal: context.req.raw.signal, // whoever leaves waits for nothing
    });
    return context.body(result.image.uint8Array.slice(), 200, {
      'content-type': result.image.mediaType,
      'x-cost-usd': String(imageMetadata(result)[0]?.costUsd),
    });
  } catch (error) {
    if (!ContentModerationError.isInstance(causeOf(error))) throw error;
    return context.json({ error: 'This prompt is not allowed.' }, 422);
  }
});

const port = Number(process.env['PORT'] ?? 3000);
serve({ fetch: app.fetch, port }, info => console.log(`http://localhost:${info.port}`));
