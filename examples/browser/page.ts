// Runs in the browser. The key is in the proxy, and so is everything that a visitor may not do.
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';

const grok = createGrok({ baseURL: `${location.origin}/xai/v1`, apiKey: 'is-in-the-proxy' });

document.querySelector('form')?.addEventListener('submit', async event => {
  event.preventDefault();
  const output = document.querySelector('output');
  try {
    const { image } = await generateImage({
      model: grok.image('grok-imagine-image'),
      prompt: document.querySelector('input')?.value ?? '',
      // Addresses of xAI cannot be read by a page, and a browser may send a request again by itself.
      providerOptions: { xai: { responseFormat: 'b64_json' } },
      headers: { 'idempotency-key': crypto.randomUUID() },
    });
    const picture = document.createElement('img');
    picture.src = URL.createObjectURL(new Blob([image.uint8Array.slice()], { type: image.mediaType }));
    output?.replaceChildren(picture);
  } catch (error) {
    output?.replaceChildren(String(error));
  }
});
