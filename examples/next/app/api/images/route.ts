// POST /api/images { "prompt": "A cat in a tree" } answers with the picture.
import { grok } from '@grok-image/xai';
import { generateImage } from 'ai';
import * as z from 'zod/v4';

/** Seconds: a picture takes up to half a minute, and `timeout` of the provider is five. */
export const maxDuration = 300;

const bodySchema = z.object({ prompt: z.string().min(1).max(2000) });

export async function POST(request: Request): Promise<Response> {
  const body = bodySchema.safeParse(await request.json());
  if (!body.success) return Response.json({ error: z.prettifyError(body.error) }, { status: 400 });
  const { image } = await generateImage({
    model: grok.image('grok-imagine-image'),
    prompt: body.data.prompt,
    abortSignal: request.signal,
  });
  return new Response(image.uint8Array.slice(), { headers: { 'content-type': image.mediaType } });
}
