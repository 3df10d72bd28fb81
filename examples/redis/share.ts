// What several processes share by Redis: equal calls and calls under one key are paid once, a limit holds for all of them, and so does a
// budget. Redis has to remember: appendonly yes.
import { production, wrap } from '@grok-image/middleware';
import { folderBlobs } from '@grok-image/middleware/folder';
import { createGrok } from '@grok-image/xai';
import { generateImage } from 'ai';
import { Redis } from 'ioredis';

const redis = new Redis(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379', {
  lazyConnect: true,
  maxRetriesPerRequest: 0,
});
await redis.connect();

// Where the pictures of a key are kept: a folder that all processes see, or a bucket, see the recipe of S3.
const bucket = folderBlobs('pictures');
const stack = production({ redis, bucket, budget: { usd: 5, per: 'day' } });
const model = wrap(createGrok().image('grok-imagine-image'), stack);
const providerOptions = { grokImage: { key: process.argv[2] ?? 'order-17' } };

const { image } = await generateImage({ model, prompt: 'A cat in a tree', providerOptions });
console.log(image.mediaType, image.uint8Array.byteLength, JSON.stringify(await stack.budget?.status()));
await stack.flush();
redis.disconnect();
