// Keeps every picture in a bucket at once, and prints where it is: S3, R2, GCS and MinIO alike.
import { production, wrap } from '@grok-image/middleware';
import { s3 } from '@grok-image/middleware/s3';
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';

const endpoint = process.env['S3_ENDPOINT'];
const bucket = s3({
  bucket: process.env['S3_BUCKET'] ?? 'pictures',
  region: process.env['AWS_REGION'] ?? 'eu-central-1',
  ...(endpoint !== undefined && { endpoint }),
  credentials: () => ({
    accessKeyId: process.env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: process.env['AWS_SECRET_ACCESS_KEY'] ?? '',
  }),
});
const model = wrap(createGrok().image('grok-imagine-image'), production({ bucket }));

const { warnings, providerMetadata } = await generateImage({ model, prompt: 'A cat in a tree', n: 2 });
console.log(JSON.stringify({ warnings, images: providerMetadata['grokImage']?.images }));
