import { numberSchema, textSchema, wholeNumberSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { requestShape } from '../request/flags.ts';

type Text = z.ZodOptional<z.ZodString>;
type Switch = z.ZodDefault<z.ZodBoolean>;
type Whole = z.ZodOptional<z.ZodInt>;

/** Where a run is: a folder, or a queue that machines share. */
export const placeShape: {
  readonly out: Text;
  readonly redis: Text;
  readonly postgres: Text;
  readonly queue: Text;
  readonly run: Text;
  readonly durable: Switch;
  readonly bucket: Text;
} = {
  out: textSchema().optional().meta({ value: 'dir' }).describe('The folder of the run.'),
  redis: textSchema().optional().meta({ value: 'url' }).describe('A queue in Redis, which machines share.'),
  postgres: textSchema().optional().meta({ value: 'url' }).describe('A queue in PostgreSQL.'),
  queue: textSchema().optional().meta({ value: 'name' }).describe('Of the queue, grok-image by default.'),
  run: textSchema()
    .optional()
    .meta({ value: 'name' })
    .describe('Of the run: the same jobs under another name are paid again.'),
  durable: z.boolean().default(false).describe('Takes a Redis that can forget, which may pay twice.'),
  bucket: textSchema()
    .optional()
    .meta({ value: 's3://...' })
    .describe('Where pictures and sources go, by the AWS_ variables; needed by machines that share a queue.'),
};

/** How jobs are sent. */
export const sendingShape: {
  readonly concurrency: Whole;
  readonly rate: Text;
  readonly budget: z.ZodOptional<z.ZodNumber>;
  readonly batch: Switch;
  readonly sync: Switch;
} = {
  concurrency: wholeNumberSchema(1, 10_000).optional().describe('Requests at once.'),
  rate: textSchema()
    .optional()
    .meta({ value: '5/s,300/min' })
    .describe('Requests a second and a minute at most, or none; by default what the service documents.'),
  budget: numberSchema(0, 'USD, or Buzz at Civitai,')
    .optional()
    .meta({ value: 'amount' })
    .describe('Stops new requests before it is passed, in USD, or at Civitai in Buzz.'),
  batch: z.boolean().default(false).describe("By xAI's Batch API: within a day, without a rate limit."),
  sync: z.boolean().default(false).describe('Never as a job that could be collected later.'),
};

/** What a line leaves out. */
export const defaultsShape: Pick<typeof requestShape, 'n' | 'ratio' | 'size' | 'seed'> = {
  n: requestShape.n,
  ratio: requestShape.ratio,
  size: requestShape.size,
  seed: requestShape.seed,
};
