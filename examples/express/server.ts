// POST /images { "prompt": "A cat in a tree" } answers with the picture.
import { causeOf, ContentModerationError, grok } from '@grok-image/xai';
import { generateImage } from 'ai';
import express, { type Request, type Response } from 'express';
import * as z from 'zod/v4';

const bodySchema = z.object({ prompt: z.string().min(1).max(2000) });
const app = express();

app.post('/images', express.json(), (request, response, next) => {
  answer(request, response).catch(next);
});

async function answer(request: Request, response: Response): Promise<void> {
  const body = bodySchema.safeParse(request.body);
  if (!body.success) {
    response.status(400).json({ error: z.prettifyError(body.error) });
    return;
  }
  const aborter = new AbortController();
  response.on('close', () => aborter.abort()); // whoever leaves waits for nothing
  try {
    const { image } = await generateImage({
      model: grok.image('grok-imagine-image'),
      prompt: body.data.prompt,
      abortSignal: aborter.signal,
    });
    response.type(image.mediaType).send(Buffer.from(image.uint8Array));
  } catch (error) {
    if (!ContentModerationError.isInstance(causeOf(error))) throw error;
    response.status(422).json({ error: 'This prompt is not allowed.' });
  }
}

const server = app.listen(Number(process.env['PORT'] ?? 3000), () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`http://localhost:${address?.port}`);
});
