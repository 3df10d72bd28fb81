import * as z from 'zod/v4';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import { costWords, counted } from '../output/amounts.ts';
import { toCall } from '../request/call.ts';
import { requestShape } from '../request/flags.ts';
import { priceOf } from '../request/price.ts';
import { openService } from '../services/open.ts';

/** Prices a request as it would be sent. */
export const cost: CommandDefinition = defineCommand({
  arguments: [{ syntax: '[prompt]', words: 'a price does not depend on it' }],
  flags: z.strictObject(requestShape),
  takesService: true,
  takesModelOptions: true,
  examples: [
    'grok-image cost -n 4 --model grok-imagine-image-2.0 --resolution 2k',
    'grok-image cost -n 4 --service civitai',
  ],
  async run({ values, options, args: [prompt = 'An image'], service: choice, model: modelId, output, stop }) {
    const service = await openService(choice);
    try {
      const call = await toCall(values, { prompt, options, service: choice, abortSignal: stop.soft });
      const price = await priceOf(service.model(modelId), call);
      const { n } = values;
      const each = price && { usd: share(price.usd, n), buzz: share(price.buzz, n) };
      const words = costWords(price) ?? `a price that is not known here`;
      const eachWords = n > 1 && each ? `, ${costWords(each)} each` : '';
      output.result(
        { type: 'cost', service: choice.name, model: modelId, n, cost: price ?? null },
        `${counted(n, 'image')} by ${modelId} at ${choice.label}: ${words}${eachWords}`,
      );
      return 0;
    } finally {
      await service.close();
    }
  },
});

function share(amount: number | undefined, n: number): number | undefined {
  return amount === undefined ? undefined : amount / n;
}
