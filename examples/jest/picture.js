import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';

/** What is tested: a picture, or `undefined` for a prompt that is refused. */
export async function pictureOf(prompt, grok = createGrok()) {
  const { images } = await generateImage({ model: grok.image('grok-imagine-image'), prompt }).catch(error => {
    if (error.name === 'ContentModerationError') return { images: [] };
    throw error;
  });
  return images[0];
}
