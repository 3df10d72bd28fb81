import { jobsOf, retry as planRetry, runBulk } from '@grok-image/bulk';
import { invalidArgumentInWords } from '@grok-image/core';
import * as z from 'zod/v4';
import { budgetOf } from '../bulk/budget-of.ts';
import { placeShape, sendingShape } from '../bulk/flags.ts';
import { openPlace } from '../bulk/place.ts';
import { readRate } from '../bulk/rate.ts';
import { createTeller, exitCodeOfRun } from '../bulk/tell.ts';
import { exitCodes } from '../exit/exit-code.ts';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import { costWords, counted } from '../output/amounts.ts';
import { confirm, isPerson } from '../output/ask.ts';
import { summaryLines, withoutNothing } from '../output/progress-line.ts';
import { openService } from '../services/open.ts';

const kinds = ['unknown', 'missing', 'failed'] as const;

const flags = z.strictObject({
  unknown: z
    .boolean()
    .default(false)
    .describe('Jobs of which nobody knows whether they were billed: each may be paid a second time.'),
  missing: z.boolean().default(false).describe('The images that did not come of jobs that brought others.'),
  failed: z.boolean().default(false).describe('Jobs that failed.'),
  ...placeShape,
  ...sendingShape,
  yes: z.boolean().default(false).describe('Sends without asking.'),
});

/** Asks for jobs again, once somebody has seen what that may cost. */
export const retry: CommandDefinition = defineCommand({
  flags,
  takesService: true,
  examples: ['grok-image retry --missing --out images', 'grok-image retry --unknown --out images --yes'],
  async run({ values, service: choice, model: modelId, output, stop }) {
    const [what, other] = kinds.filter(kind => values[kind]);
    if (what === undefined || other !== undefined) {
      const found = what === undefined ? 'none of them' : `both --${what} and --${other}`;
      throw invalidArgumentInWords('--unknown, --missing and --failed', found, 'one of them');
    }
    const limits = readRate(values.rate);
    const { place, queue, bucket, out, close } = await openPlace(values, '.');
    const service = await openService(choice);
    try {
      const model = (id: string | undefined) => service.model(id ?? modelId);
      const plan = await planRetry(place, { what });
      const { jobs, images, cost, unpriced, notYet } = plan;
      const most = costWords(withoutNothing(cost)) ?? 'what is not known here';
      const rest =
        unpriced > 0 && unpriced < jobs ? `, and ${counted(unpriced, 'job')} whose price is not known` : '';
      const later =
        notYet > 0 ? `; ${counted(notYet, 'job')} may still be on the way and can be asked for later` : '';
      const words = `${counted(jobs, 'job')}, ${counted(images, 'image')}, for up to ${most}${rest}${later}`;
      output.result({ type: 'plan', what, jobs, images, cost, unpriced, notYet }, words);
      if (jobs === 0) return exitCodes.done;
      if (!values.yes && !(await confirm('Send them again?', output))) {
        if (!isPerson(output))
          throw invalidArgumentInWords('--yes', 'nothing', '--yes, as nobody is here to ask');
        return exitCodes.done;
      }
      await plan.apply();
      if (queue) {
        output.note('They stand in the queue; workers send them.');
        return exitCodes.done;
      }
      const { concurrency, batch, sync } = values;
      const summary = await runBulk({
        ...limits,
        out,
        model,
        batch,
        sync,
        input: jobsOf([]),
        budget: budgetOf(values.budget, service.model(modelId)),
        stopSignal: stop.soft,
        abortSignal: stop.hard,
        onEvent: createTeller(output, { out }),
        ...(concurrency !== undefined && { concurrency }),
        ...(bucket && { bucket }),
      });
      output.result({ type: 'summary', ...summary }, '');
      output.note(summaryLines(summary));
      return exitCodeOfRun(summary, { isStopped: stop.hard.aborted });
    } finally {
      await service.close();
      await close();
    }
  },
});
