import { createXai } from '@ai-sdk/xai';
import { createCivitai } from '@grok-image/civitai';
import { production, wrap, type ImageModelLike } from '@grok-image/middleware';
import { folderBlobs } from '@grok-image/middleware/folder';
import { postgresLedger, postgresSlots } from '@grok-image/middleware/postgres';
import { s3 } from '@grok-image/middleware/s3';
import { createGrok } from '@grok-image/xai';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { toParams } from './call.ts';
import type { Ended, Job } from './job.ts';

// One process of a scenario: says when it is ready, begins when it is told to, and tells how each of its calls ended.

const job: Job = JSON.parse(process.argv[2] ?? '{}');
const redis = job.redisUrl === undefined ? undefined : new Redis(job.redisUrl, { maxRetriesPerRequest: 0 });
const pool =
  job.postgresUrl === undefined ? undefined : new Pool({ connectionString: job.postgresUrl, max: 10 });
// A connection that breaks is made again; the calls that needed it are what is looked at.
redis?.on('error', () => undefined);
pool?.on('error', () => undefined);

const bucket =
  job.bucket !== undefined
    ? s3({ ...job.bucket, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
    : job.folder === undefined
      ? undefined
      : folderBlobs(job.folder);
const stack = production({
  ...job.options,
  redis,
  ...(pool && { ledger: postgresLedger(pool), slots: postgresSlots(pool) }),
  bucket,
  telemetry: false,
});
const model = wrap(createModel(job), stack);

if (job.warmUpKey !== undefined) {
  const access = { ...job.access, apiKey: job.warmUpKey };
  await make(
    { prompt: 'Warm' },
    wrap(createModel({ ...job, access }), production({ redis, telemetry: false })),
  );
}
await redis?.ping();
await pool?.query('select 1');
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  void Promise.all(
    job.calls.map(async (call, index) => {
      await new Promise(resolve => {
        setTimeout(resolve, index * (job.everyMs ?? 0));
      });
      const ended = await make(call, model);
      process.stdout.write(`${JSON.stringify(ended)}\n`);
    }),
  ).then(async () => {
    await stack.flush();
    process.exit(0);
  });
});

function createModel({ model: kind, access }: Job): ImageModelLike {
  const id = 'grok-imagine-image';
  if (kind === 'peer') return createXai(access).image(id);
  if (kind === 'civitai') return createCivitai({ ...access, rateLimit: false }).image(id);
  return createGrok({ ...access, rateLimit: false, imageOrigins: originsOf(job) }).image(id);
}

/** A bucket on this machine is nowhere that pictures may come from without being told. */
function originsOf({ bucket: given }: Job): string[] {
  return given === undefined ? [] : [new URL(given.endpoint).origin];
}

async function make({ prompt, key }: Job['calls'][number], by: ImageModelLike): Promise<Ended> {
  const params = toParams(prompt, key === undefined ? {} : { grokImage: { key } });
  try {
    const result = Object(await by.doGenerate(params));
    return {
      prompt,
      images: result.images.length,
      warnings: result.warnings.map((warning: { message?: string }) => warning.message ?? ''),
      told: result.providerMetadata?.grokImage?.images[0],
    };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new TypeError(String(error));
    return { prompt, images: 0, error: { name, message }, warnings: [] };
  }
}
