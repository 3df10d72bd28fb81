import * as core from '@grok-image/core';

/** `providerOptions.pixel`. */
type PixelImageOptions = { resolution?: '1k' | '2k' | undefined };
const optionReaders: core.OptionReaders<PixelImageOptions> = { resolution: core.oneOf('1k', '2k') };

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
    supportsFiles: false,
    supportsMask: false,
    async generate({ prompt, n, aspectRatio, size, options, headers, abortSignal }) {
      // 1. Everything that can be wrong with the call is found here, before a byte is sent.
      const { resolution } = core.parseOptions('pixel', optionReaders, options);
      const shape = core.resolveShape({ aspectRatio, size }, { ratios: ['1:1', '16:9'], resolutions: true });
      const apiKey = core.loadApiKey({ apiKey: settings.apiKey, variables: ['PIXEL_KEY'], service: 'Pixel' });

      // 2. The one request that costs money. It is sent once; its error says what it means for money.
      const { value: answer, headers: answerHeaders } = await core.requestJson({
        kind: 'billable',
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
        parse: readAnswer,
      });

      // 3. Paid images are fetched side by side; one that cannot be fetched costs only itself.
      const paid = answer.images.map(image => ({
        ...image,
        load: (signal: AbortSignal | undefined) =>
          core.downloadImage(image.url, { baseURL, fetch: undefined, abortSignal: signal }),
      }));
      const cost = { usd: answer.cents / 100 };
      const { delivered, warnings } = await core.collectImages(
        paid,
        { ...details, requestId: answer.id, cost },
        abortSignal,
      );

      // 4. Everything known about each image is on that image; shares of the cost add up to the cost.
      const shares = core.shareCost(answer.cents, delivered.length);
      return {
        images: delivered.map(({ item, image }, index) => ({
          data: image.data,
          metadata: core.defined({
            ...image.info,
            url: item.url,
            revisedPrompt: item.revisedPrompt,
            cents: shares[index],
          }),
        })),
        warnings: [...shape.warnings, ...warnings],
        request: core.defined({ requestId: answer.id, cents: answer.cents }),
        modelId,
        headers: answerHeaders,
      };
    },
  };
}

/** An answer is read leniently: what is odd is left out, and only what nothing can be done without is demanded. */
function readAnswer(json: unknown) {
  const { id, images, cents } = core.fieldsOf(json);
  if (!Array.isArray(images)) throw new TypeError('it has no list of images');
  return {
    id: core.idOf(id),
    cents: core.amountOf(cents) ?? 0,
    images: core.listOf(images, toItem),
  };
}

function toItem(json: unknown) {
  const { url, revised_prompt: revisedPrompt } = core.fieldsOf(json);
  const address = core.textOf(url);
  return address === undefined ? undefined : { url: address, revisedPrompt: core.textOf(revisedPrompt) };
}

/** Makes a provider for AI SDK 7; `createProviderV3`, `V2` and `V1` make those for 6, 5 and 4. */
export function createPixel(settings: PixelSettings = {}): core.ProviderV4 {
  return core.createProviderV4({ backend: modelId => createBackend(modelId, settings), extras: {} });
}
