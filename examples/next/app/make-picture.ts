'use server';

import { causeOf, grok } from '@grok-image/xai';
import { generateImage } from 'ai';

/** What the form shows: a picture as an address of data, or why there is none. */
export interface Made {
  readonly picture?: string;
  readonly problem?: string;
}

export async function makePicture(_before: Made, form: FormData): Promise<Made> {
  const prompt = String(form.get('prompt') ?? '').slice(0, 2000);
  try {
    const { image } = await generateImage({ model: grok.image('grok-imagine-image'), prompt });
    return { picture: `data:${image.mediaType};base64,${image.base64}` };
  } catch (error) {
    const cause = causeOf(error);
    return { problem: cause instanceof Error ? cause.message : String(cause) };
  }
}
