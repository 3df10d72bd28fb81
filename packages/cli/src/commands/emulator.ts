import { wholeNumberSchema, textSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';

const flags = z.strictObject({
  port: wholeNumberSchema(0, 65_535)
    .default(4000)
    .describe('Where it listens, 4000 by default; 0 takes a free port.'),
  host: textSchema()
    .default('127.0.0.1')
    .meta({ value: 'name' })
    .describe('The address it listens on, 127.0.0.1 by default.'),
  plain: z.boolean().default(false).describe('Pictures of one colour, which are made faster.'),
  latencyMs: z
    .number('milliseconds')
    .min(0)
    .default(0)
    .describe('Milliseconds before each answer that is billed, 0 by default.'),
});

/** Starts the emulator and says what `.env` needs. */
export const emulator: CommandDefinition = defineCommand({
  flags,
  examples: [
    'grok-image emulator --port 4000 > .env   # and in another terminal:',
    'grok-image generate "A cat in a tree"',
  ],
  async run({ values: { port, host, plain, latencyMs }, output, stop }) {
    const { startEmulator } = await import('@grok-image/emulator');
    const running = await startEmulator({ port, host, latencyMs, pictures: plain ? 'plain' : 'painted' });
    const lines = {
      XAI_API_KEY: running.xai.apiKey,
      XAI_BASE_URL: running.xai.baseURL,
      CIVITAI_API_KEY: running.civitai.apiKey,
      CIVITAI_BASE_URL: running.civitai.baseURL,
    };
    output.note(`The emulator listens on ${running.url}; Ctrl-C ends it. For .env:`);
    output.result(
      { type: 'emulator', url: running.url, environment: lines },
      Object.entries(lines)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n'),
    );
    stop.describe(() => 'The emulator ends.');
    await new Promise<void>(resolve => {
      stop.soft.addEventListener('abort', () => resolve(), { once: true });
    });
    await running.close();
    return 0;
  },
});
