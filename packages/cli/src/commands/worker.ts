import { createWorker } from '@grok-image/bulk';
import { invalidArgumentInWords, numberSchema, recoveryPortOf, wholeNumberSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { budgetOf } from '../bulk/budget-of.ts';
import { placeShape, sendingShape } from '../bulk/flags.ts';
import { openPlace } from '../bulk/place.ts';
import { untilStopped } from '../bulk/until-stopped.ts';
import { readRate } from '../bulk/rate.ts';
import { createTeller } from '../bulk/tell.ts';
import { exitCodes } from '../exit/exit-code.ts';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import { openService } from '../services/open.ts';

const { out: _out, ...queueShape } = placeShape;

const flags = z.strictObject({
  ...queueShape,
  ...sendingShape,
  grace: numberSchema(0, 'seconds')
    .default(60)
    .meta({ value: 'seconds' })
    .describe('Seconds that what is under way may take after Ctrl-C or SIGTERM, 60 by default.'),
  healthPort: wholeNumberSchema(0, 65_535)
    .optional()
    .meta({ value: 'port' })
    .describe('Serves /healthz and /metrics there.'),
});

/** Sends the jobs of a queue until it is told to stop. */
export const worker: CommandDefinition = defineCommand({
  flags,
  takesService: true,
  examples: ['grok-image worker --redis redis://10.0.0.7:6379 --bucket s3://pictures/run-7'],
  async run({ values, service: choice, model: modelId, output, stop }) {
    const { redis, postgres, bucket: address, concurrency, grace, healthPort, rate, batch, sync } = values;
    if (redis === undefined && postgres === undefined) {
      throw invalidArgumentInWords('--redis and --postgres', 'neither', 'the queue to work on');
    }
    if (address === undefined) {
      throw invalidArgumentInWords(
        '--bucket',
        'nothing',
        's3://bucket, as other machines read what this one makes',
      );
    }
    const limits = readRate(rate);
    const { queue, close } = await openPlace(values, '.');
    const service = await openService(choice);
    try {
      if (queue === undefined) return exitCodes.failed;
      const model = service.model(modelId);
      await recoveryPortOf(model)?.identify();
      const running = await createWorker({
        ...limits,
        queue,
        batch,
        sync,
        model: id => service.model(id ?? modelId),
        budget: budgetOf(values.budget, model),
        graceMs: grace * 1000,
        onEvent: createTeller(output, { out: '' }),
        ...(concurrency !== undefined && { concurrency }),
        ...(healthPort !== undefined && { healthPort }),
      });
      output.note(
        `Working on run ${queue.run}${running.healthUrl ? `, ${running.healthUrl}` : ''}; Ctrl-C drains.`,
      );
      stop.describe(() => `Takes nothing more, and finishes what is under way within ${grace} s.`);
      await untilStopped(running, stop, grace * 1000);
      return stop.hard.aborted ? exitCodes.stopped : exitCodes.done;
    } finally {
      await service.close();
      await close();
    }
  },
});
