import { jobsOf, runBulk } from '@grok-image/bulk';
import { invalidArgument, numberSchema, recoveryPortOf, textSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { budgetOf } from '../bulk/budget-of.ts';
import { createTeller, exitCodeOfRun } from '../bulk/tell.ts';
import { defineCommand, type Call, type CommandDefinition } from '../flags/definition.ts';
import { ask } from '../output/ask.ts';
import { counted } from '../output/amounts.ts';
import { summaryLines } from '../output/progress-line.ts';
import { requestShape } from '../request/flags.ts';
import { toJobs } from '../request/jobs.ts';
import { readSources } from '../request/sources.ts';
import { openService } from '../services/open.ts';

const flags = z.strictObject({
  ...requestShape,
  out: textSchema()
    .default('.')
    .meta({ value: 'dir' })
    .describe('Folder of the pictures, the one you are in by default. Nothing in it is ever overwritten.'),
  name: textSchema()
    .optional()
    .describe('Of the files, without extension; by default the beginning of the prompt.'),
  budget: numberSchema(0, 'USD, or Buzz at Civitai,')
    .optional()
    .meta({ value: 'amount' })
    .describe('Sends nothing that would cost more, in USD, or at Civitai in Buzz.'),
  dryRun: z.boolean().default(false).describe('Shows the exact requests and their price, and sends nothing.'),
});

/** Makes images of one prompt. What is sent is written down first, so that `collect` finds it after a crash. */
export const generate: CommandDefinition = defineCommand({
  arguments: [{ syntax: '[prompt]', words: 'what is to be seen' }],
  flags,
  takesService: true,
  takesModelOptions: true,
  examples: [
    'grok-image generate "A cat in a tree" -n 4 --ratio 16:9 --out cats',
    'grok-image generate "Put it into the snow" --edit cats/a-cat-in-a-tree.jpg',
    'grok-image generate "A cat in a tree" --service civitai --dry-run',
    'grok-image generate --help --service civitai   # the options of Civitai',
  ],
  run,
});

async function run(call: Call<z.output<typeof flags>>): Promise<number> {
  const { values, options, service: choice, model: modelId, output, stop } = call;
  const { out, name, dryRun } = values;
  const prompt = await promptOf(call);
  await readSources(values.edit);
  const service = await openService(choice);
  try {
    const model = service.model(modelId);
    const jobs = toJobs(values, { prompt, options, model, name });
    if (dryRun) {
      const { dryRunOf } = await import('../bulk/dry-run-of.ts');
      await dryRunOf(jobs, { service, modelId, how: {}, output });
      return 0;
    }
    // A key that is missing is told before anything is written.
    await recoveryPortOf(model)?.identify();
    stop.describe(
      () => `Nothing more is sent; what is paid of ${counted(values.n, 'image')} is fetched.`,
      () => `What is paid is fetched by: grok-image collect --out ${out}`,
    );
    const summary = await runBulk({
      out,
      adHoc: true,
      model: id => service.model(id ?? modelId),
      input: jobsOf(jobs),
      budget: budgetOf(values.budget, model),
      stopSignal: stop.soft,
      abortSignal: stop.hard,
      onEvent: createTeller(output, { out, isQuiet: true }),
    });
    output.result({ type: 'summary', ...summary }, '');
    output.note(summaryLines({ ...summary, why: {} }));
    return exitCodeOfRun(summary, { isStopped: stop.hard.aborted });
  } finally {
    await service.close();
  }
}

async function promptOf({ values, args: [given], output }: Call<z.output<typeof flags>>) {
  const prompt = given ?? (values.edit ? undefined : await ask('What is to be seen?', output));
  if (prompt?.trim() === '' || (prompt === undefined && values.edit === undefined)) {
    throw invalidArgument('prompt', prompt ?? '', 'a text in quotes, e.g. "A cat in a tree"');
  }
  return prompt;
}
