import { wholeNumberSchema, textSchema } from '@grok-image/core';
import type { PlaygroundSettings } from '@grok-image/playground';
import * as z from 'zod/v4';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import type { ServiceChoice } from '../services/choice.ts';
import { gatewayOf } from '../services/open.ts';

const flags = z.strictObject({
  port: wholeNumberSchema(0, 65_535)
    .optional()
    .describe('Where it listens, 4180 by default, or a free one where that is taken.'),
  host: textSchema()
    .default('127.0.0.1')
    .meta({ value: 'name' })
    .describe(
      'The address it listens on; with any other than 127.0.0.1, who is in the network can reach it.',
    ),
  folder: textSchema()
    .default('grok-image-playground')
    .meta({ value: 'dir' })
    .describe('Where pictures and records are kept, grok-image-playground by default.'),
  noOpen: z.boolean().default(false).describe('Does not open the page in the browser.'),
});

/** Serves a page to try prompts, to compare services and to see what they cost. */
export const playground: CommandDefinition = defineCommand({
  flags,
  takesService: true,
  examples: ['grok-image playground --service emulator   # without a key', 'grok-image playground --no-open'],
  async run({ values: { port, host, folder, noOpen }, service, isServiceGiven, output, stop }) {
    // Its build is part of this package: the server, and the page beside it.
    const { startPlayground } = await import('#playground');
    const running = await startPlayground({
      port,
      host,
      folder,
      openPage: !noOpen,
      onWarning: sentence => output.note(sentence),
      ...(isServiceGiven && { services: [toSetting(service)] }),
    });
    output.note('The playground runs until Ctrl-C. Its address, with the token that lets you in:');
    output.result({ type: 'playground', url: running.address, folder: running.folder }, running.address);
    stop.describe(() => 'The playground ends.');
    await new Promise<void>(resolve => {
      stop.soft.addEventListener('abort', () => resolve(), { once: true });
    });
    await running.close();
    return 0;
  },
});

type ServiceSetting = NonNullable<PlaygroundSettings['services']>[number];

/** The emulator plays all services at once, whichever of them was asked for. */
function toSetting(choice: ServiceChoice): ServiceSetting {
  const { provider, gateway, isEmulated, label } = choice;
  if (isEmulated) return 'emulator';
  if (provider === 'civitai') return 'civitai';
  if (typeof gateway === 'string') return gateway;
  return { kind: 'xai', name: 'gateway', title: label, settings: { gateway: gatewayOf(choice) } };
}
