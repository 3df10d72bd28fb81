import { records, status as statusOf } from '@grok-image/bulk';
import * as z from 'zod/v4';
import { placeShape } from '../bulk/flags.ts';
import { openPlace } from '../bulk/place.ts';
import { exitCodeOfRun, tellRecord } from '../bulk/tell.ts';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import { summaryLines } from '../output/progress-line.ts';

const states = ['queued', 'sending', 'submitted', 'stored', 'done', 'refused', 'failed', 'unknown'] as const;

const flags = z.strictObject({
  ...placeShape,
  list: z
    .enum(['all', ...states])
    .optional()
    .describe('Lists the jobs as well, all or those of a state.'),
});

/** Shows how far a run is. */
export const status: CommandDefinition = defineCommand({
  flags,
  examples: [
    'grok-image status --out images',
    'grok-image status --out images --list unknown',
    'grok-image status --redis redis://127.0.0.1:6379 --json',
  ],
  async run({ values, output }) {
    const { place, out, close } = await openPlace(values, '.');
    try {
      if (values.list !== undefined) {
        for await (const record of records(place)) {
          if (values.list === 'all' || record.state === values.list) tellRecord(record, out, output);
        }
      }
      const summary = await statusOf(place);
      output.result({ type: 'summary', ...summary }, summaryLines(summary));
      return exitCodeOfRun(summary, { isStopped: false });
    } finally {
      await close();
    }
  },
});
