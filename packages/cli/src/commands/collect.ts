import { collect as collectOne, collectFolder } from '@grok-image/bulk';
import { invalidArgument, textSchema, wholeNumberSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { createTeller, exitCodeOfRun, tellRecord } from '../bulk/tell.ts';
import { kindOf, kinds, resumeOf } from '../collect/kind.ts';
import { collectBatch, collectFile } from '../collect/of-xai.ts';
import { exitCodes } from '../exit/exit-code.ts';
import { defineCommand, type Call, type CommandDefinition } from '../flags/definition.ts';
import { summaryLines } from '../output/progress-line.ts';
import { openService, type OpenService } from '../services/open.ts';

const flags = z.strictObject({
  out: textSchema()
    .default('.')
    .meta({ value: 'dir' })
    .describe('Folder of the pictures, the one you are in by default. Nothing in it is ever overwritten.'),
  n: wholeNumberSchema(1, 1000)
    .optional()
    .meta({ short: 'n' })
    .describe('Images that the job was asked for, where that is known.'),
  kind: z
    .enum(kinds)
    .optional()
    .describe('What the id is of, by its form by default: key is the externalId of Civitai.'),
  name: textSchema().optional().describe('Of the files, without extension.'),
});

/** Fetches what was paid before, and pays nothing. */
export const collect: CommandDefinition = defineCommand({
  arguments: [
    {
      syntax: '[id]',
      words: 'of a job, workflow, batch or file; left out, all that the folder has paid and not fetched',
    },
  ],
  flags,
  takesService: true,
  examples: [
    'grok-image collect --out cats   # after generate or bulk were killed',
    'grok-image collect 7b1c6d0e-5c5f-4f0e-9d5e-2f8a3c1b9a77',
    'grok-image collect batch_123 --out cats',
  ],
  async run(call) {
    const { service: choice, args, values } = call;
    const [id] = args;
    if (id?.trim() === '') throw invalidArgument('id', id, 'the id of a job, workflow, batch or file');
    const kind = id === undefined ? undefined : kindOf(id, values.kind, choice);
    const service = await openService(choice);
    try {
      if (id === undefined || kind === undefined) return await ofFolder(call, service);
      const { out } = values;
      const { output, stop } = call;
      const collecting = { id, out, output, abortSignal: stop.soft };
      if (service.xai && kind === 'file') return await collectFile(service.xai, collecting);
      if (service.xai && kind === 'batch') return await collectBatch(service.xai, collecting);
      if (kind === 'file' || kind === 'batch') return exitCodes.failed;
      const { n, name } = values;
      const record = await collectOne({
        out,
        model: service.model(call.model),
        resume: resumeOf(id, kind),
        abortSignal: stop.soft,
        ...(n !== undefined && { n }),
        ...(name !== undefined && { name }),
      });
      tellRecord(record, out, output);
      if (record.state === 'refused') return exitCodes.refused;
      if (record.state !== 'done') return exitCodes.failed;
      return record.missing ? exitCodes.partly : exitCodes.done;
    } finally {
      await service.close();
    }
  },
});

type CollectCall = Call<z.output<typeof flags>>;

async function ofFolder(
  { values: { out }, model: modelId, output, stop }: CollectCall,
  service: OpenService,
): Promise<number> {
  const summary = await collectFolder({
    out,
    model: (id: string | undefined) => service.model(id ?? modelId),
    abortSignal: stop.soft,
    onEvent: createTeller(output, { out, isQuiet: true }),
  });
  output.result({ type: 'summary', ...summary }, '');
  output.note(summary.jobs === 0 ? `Nothing is left to be fetched in ${out}.` : summaryLines(summary));
  return exitCodeOfRun(summary, { isStopped: stop.hard.aborted });
}
