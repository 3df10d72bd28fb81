export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

export type Resolution = '1k' | '1.5k' | '2k' | '4k';

/**
 * Pixels at 1k of the upright ratios; a lying one swaps the sides. 1:1, 2:3, 3:4 were seen in answers of api.x.ai, 9:20
 * is half of the 1440x3200 measured at 2k on 2026-09-17. The others are the nearest to one megapixel that keep the
 * ratio with sides that are multiples of 16.
 */
const uprightAt1k: Readonly<Record<string, PixelSize>> = {
  '1:1': { width: 1024, height: 1024 },
  '3:4': { width: 864, height: 1152 },
  '2:3': { width: 832, height: 1248 },
  '9:16': { width: 720, height: 1280 },
  '1:2': { width: 704, height: 1408 },
  '9:19.5': { width: 672, height: 1456 },
  '9:20': { width: 720, height: 1600 },
  '9:21': { width: 672, height: 1568 },
  '2:5': { width: 640, height: 1600 },
};

/** 2k is 1k enlarged twice (xai-proto, May 2026). The size of 1.5k is not published. */
const scales: Readonly<Record<Resolution, number>> = { '1k': 1, '1.5k': 1.5, '2k': 2, '4k': 4 };

const megapixel = 1024 * 1024;

/** The pixel size that a listed ratio such as `16:9` has at a resolution. */
export function pixelSize(ratio: string, resolution: Resolution): PixelSize {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  const upright = uprightAt1k[width > height ? `${height}:${width}` : ratio];
  if (upright === undefined) return pixelSizeLike({ width, height }, resolution);
  const size = width > height ? { width: upright.height, height: upright.width } : upright;
  return scale(size, resolution);
}

/** The pixel size that an image of the same shape has at a resolution: what an edit of one image gives. */
export function pixelSizeLike({ width, height }: PixelSize, resolution: Resolution): PixelSize {
  const ratio = Math.min(4, Math.max(1 / 4, width / height));
  const listed = Object.values(uprightAt1k)
    .flatMap(size => [size, { width: size.height, height: size.width }])
    .find(size => Math.abs(Math.log(size.width / size.height / ratio)) < 0.01);
  if (listed !== undefined) return scale(listed, resolution);
  return scale({ width: Math.sqrt(megapixel * ratio), height: Math.sqrt(megapixel / ratio) }, resolution);
}

function scale({ width, height }: PixelSize, resolution: Resolution): PixelSize {
  const side = (pixels: number): number => Math.round((pixels * scales[resolution]) / 16) * 16;
  return { width: side(width), height: side(height) };
}
