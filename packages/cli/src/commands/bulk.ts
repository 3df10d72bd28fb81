import { readJobs, type BulkJob } from '@grok-image/bulk';
import { invalidArgument, jsonObjectSchema, recoveryPortOf, textSchema } from '@grok-image/core';
import { existsSync } from 'node:fs';
import * as z from 'zod/v4';
import { budgetOf } from '../bulk/budget-of.ts';
import { defaultsShape, placeShape, sendingShape } from '../bulk/flags.ts';
import { openPlace } from '../bulk/place.ts';
import { readRate } from '../bulk/rate.ts';
import { runFolder, runQueue, type Run } from '../bulk/run.ts';
import { exitCodeOfRun } from '../bulk/tell.ts';
import { defineCommand, type Call, type CommandDefinition } from '../flags/definition.ts';
import { summaryLines } from '../output/progress-line.ts';
import { withRatio } from '../request/call.ts';
import { modelOptionsSchema } from '../services/model-options.ts';
import { openService } from '../services/open.ts';

const flags = z.strictObject({
  ...defaultsShape,
  prompt: textSchema()
    .optional()
    .meta({ value: 'template' })
    .describe('Of lines without one, filled with other columns: "A {animal} in a {place}".'),
  name: textSchema()
    .optional()
    .meta({ value: 'template' })
    .describe('Of the files: {line}, {slug}, {key}, {run} and columns, e.g. "{line}-{animal}".'),
  format: z.enum(['jsonl', 'csv']).optional().describe('Of the file, by its name or beginning by default.'),
  ...placeShape,
  ...sendingShape,
  skipBad: z.boolean().default(false).describe('Passes over bad lines; else nothing is sent.'),
  newRun: z
    .boolean()
    .default(false)
    .describe('Pays for all again although flags differ from those of the run.'),
  enqueueOnly: z.boolean().default(false).describe('Puts the jobs into the queue and sends none.'),
  dryRun: z
    .boolean()
    .default(false)
    .describe('Shows the first request and the price of all, and sends nothing.'),
});

/** Makes the images of a file of prompts, each of which is paid once, however often the command is called. */
export const bulk: CommandDefinition = defineCommand({
  arguments: [
    { syntax: '<file>', words: 'JSONL or CSV, a prompt and its options a line; - is standard input' },
  ],
  flags,
  takesService: true,
  takesModelOptions: true,
  examples: [
    'grok-image bulk prompts.csv --out images --budget 20',
    'grok-image bulk animals.csv --prompt "A {animal} in a tree" --name "{animal}"',
    'grok-image bulk prompts.csv --redis redis://10.0.0.7 --bucket s3://cats/7',
    'The same command goes on where it ended, with what was added to the file.',
  ],
  run,
});

async function run(call: Call<z.output<typeof flags>>): Promise<number> {
  const { values, options, args, service: choice, model: modelId, output, stop } = call;
  const [file = ''] = args;
  if (file !== '-' && !existsSync(file)) {
    throw invalidArgument('file', file, 'a file of JSONL or CSV that is there, or - for standard input');
  }
  const { prompt, name, format, skipBad, newRun, concurrency, batch, sync, dryRun } = values;
  const limits = readRate(values.rate);
  const defaults = toDefaults(values, options);
  const input = await readJobs({
    from: file === '-' ? process.stdin : file,
    options: await modelOptionsSchema(choice, modelId),
    defaults,
    ...(format && { format }),
    ...(prompt !== undefined && { prompt }),
    ...(name !== undefined && { name }),
  });
  const service = await openService(choice);
  try {
    const model = (id: string | undefined) => service.model(id ?? modelId);
    if (dryRun) {
      const { dryRunOfFile } = await import('../bulk/dry-run-of.ts');
      return await dryRunOfFile(input, { service, modelId, how: { batch, sync }, output, skipBad });
    }
    // A key that is missing is told before anything is written.
    await recoveryPortOf(model(undefined))?.identify();
    const opened = await openPlace(values, 'images');
    const { out, run: _run, budget, enqueueOnly } = values;
    const job: Run = {
      call,
      opened,
      enqueueOnly,
      writesReport: out !== undefined,
      options: {
        ...limits,
        input,
        model,
        batch,
        sync,
        skipBad,
        newRun,
        budget: budgetOf(budget, model(undefined)),
        // What changes the pictures: with other flags it would be another run.
        flags: {
          ...jsonObjectSchema().parse(defaults),
          service: choice.name,
          model: modelId,
          ...(prompt !== undefined && { prompt }),
        },
        ...(concurrency !== undefined && { concurrency }),
      },
    };
    try {
      const summary = opened.queue ? await runQueue(job, opened.queue) : await runFolder(job);
      if (summary === undefined) return 0;
      output.result({ type: 'summary', ...summary }, '');
      output.note(summaryLines(summary));
      if (summary.unsent + summary.running > 0) output.note('The same command goes on from here.');
      return exitCodeOfRun(summary, { isStopped: stop.hard.aborted });
    } finally {
      await opened.close();
    }
  } finally {
    await input.close();
    await service.close();
  }
}

/** What the flags say for all lines that do not say it themselves. */
function toDefaults(
  { n, ratio, size, seed }: Pick<z.output<typeof flags>, 'n' | 'ratio' | 'size' | 'seed'>,
  options: Readonly<Record<string, unknown>>,
): BulkJob {
  return {
    n,
    options: jsonObjectSchema().parse(withRatio(options, ratio)),
    ...(ratio !== undefined && ratio !== 'auto' && { aspectRatio: ratio }),
    ...(size !== undefined && { size }),
    ...(seed !== undefined && { seed }),
  };
}
