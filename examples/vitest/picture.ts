import { causeOf, ContentModerationError, createGrok } from '@grok-image/xai';
import { generateImage, type Experimental_GeneratedImage as GeneratedImage } from 'ai';

/** What is tested: a picture, or `undefined` for a prompt that is refused. */
export async function pictureOf(
  prompt: string,
  grok: ReturnType<typeof createGrok> = createGrok(),
): Promise<GeneratedImage | undefined> {
  try {
    const { image } = await generateImage({ model: grok.image('grok-imagine-image'), prompt });
    return image;
  } catch (error) {
    if (ContentModerationError.isInstance(causeOf(error))) return undefined;
    throw error;
  }
}
