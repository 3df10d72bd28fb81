// POST /chat { "prompt": "Draw me a cat" } streams the answer; pictures stand under /pictures. The model is told the address of a
// picture, not its bytes: base64 of 2 MB would be half a million tokens.
import { createXai } from '@ai-sdk/xai';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { wrap } from '@grok-image/middleware';
import { folderBlobs } from '@grok-image/middleware/folder';
import { persistMiddleware } from '@grok-image/middleware/persist';
import { grok } from '@grok-image/xai';
import { generateImage, isStepCount, streamText, tool } from 'ai';
import { Hono } from 'hono';
import * as z from 'zod/v4';

const port = Number(process.env['PORT'] ?? 3000);
const xai = createXai({ baseURL: process.env['CHAT_BASE_URL'] ?? 'https://api.x.ai/v1' });
const blobs = folderBlobs('pictures', { publicBase: `http://localhost:${port}/pictures` });
const model = wrap(grok.image('grok-imagine-image'), persistMiddleware({ blobs }));

const makePicture = tool({
  description: 'Makes a picture and returns its address. Show it as a Markdown image.',
  inputSchema: z.object({ prompt: z.string().describe('What is to be seen') }),
  async execute({ prompt }, { abortSignal }) {
    const { providerMetadata } = await generateImage({ model, prompt, ...(abortSignal && { abortSignal }) });
    const [kept] = z.array(z.object({ url: z.string() })).parse(providerMetadata['grokImage']?.images);
    return { url: kept?.url };
  },
});

const app = new Hono();
app.use('/pictures/*', serveStatic({ root: '.' }));
app.post('/chat', async context => {
  const { prompt } = z.object({ prompt: z.string() }).parse(await context.req.json());
  const result = streamText({
    model: xai('grok-4'),
    prompt,
    tools: { makePicture },
    stopWhen: isStepCount(5),
  });
  return result.toTextStreamResponse();
});

serve({ fetch: app.fetch, port }, () => console.log(`http://localhost:${port}`));
