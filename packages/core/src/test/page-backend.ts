import * as core from '@grok-image/core';
import * as z from 'zod/v4';

/** `providerOptions.pixel`: strict, so that a misspelt option is an error that names the right one. */
const pixelImageOptionsSchema = z.strictObject({
  resolution: z.enum(['1k', '2k']).optional().describe("`'1k'` is about 1 megapixel, `'2k'` about 4."),
});

/** An answer: lenient, so that what is odd is left out, and only what nothing can be done without is demanded. */
const imageSchema = z.object({ url: z.string().min(1), revised_prompt: core.textField() });
const answerSchema = z.object({
  id: core.idField(),
  cents: core.amountField(),
  images: z.array(core.lenient(imageSchema)),
});

/** What the user of the provider can set. */
export interface PixelSettings {
  apiKey?: string;
  baseURL?: string;
}

function createBackend(modelId: string, settings: PixelSettings): core.ImageBackend {
  const { baseURL = 'https://api.pixel.example/v1' } = settings;
  const details = { provider: 'pixel.image', modelId };

  return {
    ...details,
    metadataKey: 'pixel',
    maxImagesPerRequest: 4,
    timeoutMs: 120_000,
    supportsFiles: false,
    supportsMask: false,
    async generate({ prompt, n, offset, endsAt, aspectRatio, size, options, headers, abortSignal }) {
      // 1. Everything that can be wrong with the call is found here, before a byte is sent.
      const { resolution } = core.parseStrict(
        pixelImageOptionsSchema,
        options ?? {},
        'providerOptions.pixel',
      );
      const shape = core.resolveShape({ aspectRatio, size }, { ratios: ['1:1', '16:9'], resolutions: true });
      const apiKey = core.loadApiKey({ apiKey: settings.apiKey, variables: ['PIXEL_KEY'], service: 'Pixel' });

      // 2. The one request that costs money. It is sent once; its error says what it means for money.
      const { value: answer, headers: answerHeaders } = await core.requestJson({
        kind: 'once',
        method: 'POST',
        url: `${baseURL}/images`,
        headers: core.joinHeaders({ authorization: `Bearer ${apiKey}` }, headers),
        body: {
          model: modelId,
          prompt,
          n,
          ratio: shape.aspectRatio,
          resolution: resolution ?? shape.resolution,
        },
        fetch: undefined,
        abortSignal,
        action: `make ${n} images with ${modelId}`,
        advice: 'Check https://pixel.example/usage before you send it again.',
        parse: json => core.parseLenient(answerSchema, json, 'it has no list of images'),
      });

      // 3. Paid images are fetched side by side; one that cannot be fetched costs only itself.
      const images = answer.images.filter(image => image !== undefined);
      const paid = images.map((image, place) => ({
        ...image,
        index: offset + place,
        load: (signal: AbortSignal | undefined) =>
          core.downloadImage(image.url, { baseURL, fetch: undefined, abortSignal: signal }),
      }));
      const cents = answer.cents ?? 0;
      const cost = { usd: cents / 100 };
      // 4. Everything known about each image is on that image; shares of the cost add up to the cost.
      const { warnings, ...collected } = await core.collectImages(paid, {
        details: { ...details, requestId: answer.id, cost },
        abortSignal,
        endsAt,
        describe(fetched) {
          const shares = core.shareCost(cents, fetched.length);
          return fetched.map(({ item }, place) =>
            core.defined({ url: item.url, revisedPrompt: item.revised_prompt, cents: shares[place] }),
          );
        },
      });

      return {
        images: collected.images,
        warnings: [...shape.warnings, ...warnings],
        request: core.defined({ requestId: answer.id, cents }),
        modelId,
        headers: answerHeaders,
      };
    },
  };
}

/** Makes a provider for AI SDK 7; `createProviderV3`, `V2` and `V1` make those for 6, 5 and 4. */
export function createPixel(settings: PixelSettings = {}): core.ProviderV4 {
  return core.createProviderV4({ backend: modelId => createBackend(modelId, settings), extras: {} });
}
