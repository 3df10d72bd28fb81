// GET /?prompt=A+cat answers with the picture. Runs in Cloudflare Workers, without nodejs_compat.
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';

/** Bindings: a secret, and an address that only tests set. */
interface Environment {
  readonly XAI_API_KEY: string;
  readonly XAI_BASE_URL?: string;
}

const worker = {
  async fetch(request: Request, environment: Environment): Promise<Response> {
    const prompt = new URL(request.url).searchParams.get('prompt');
    if (prompt === null) return new Response('Ask with ?prompt=', { status: 400 });
    // There is no process.env at the edge: the key comes with the request.
    const grok = createGrok({ apiKey: environment.XAI_API_KEY, baseURL: environment.XAI_BASE_URL });
    const { image } = await generateImage({ model: grok.image('grok-imagine-image'), prompt });
    return new Response(image.uint8Array.slice(), { headers: { 'content-type': image.mediaType } });
  },
};

export default worker;
