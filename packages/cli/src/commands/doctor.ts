import { LoadAPIKeyError } from '@ai-sdk/provider';
import { numberSchema, recoveryPortOf } from '@grok-image/core';
import * as z from 'zod/v4';
import { markOf, type Finding } from '../doctor/finding.ts';
import { lookAtKeys, servicesWithKeys } from '../doctor/keys.ts';
import { reach } from '../doctor/reach.ts';
import { lookAtNode, lookForAiSdk } from '../doctor/surroundings.ts';
import { exitCodes } from '../exit/exit-code.ts';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import { inColumns } from '../output/columns.ts';
import { chooseService, type ServiceChoice } from '../services/choice.ts';
import { defaultModel } from '../services/model-options.ts';
import { openService, type OpenService } from '../services/open.ts';

const flags = z.strictObject({
  live: z
    .boolean()
    .default(false)
    .describe('Asks the services with your keys: prices for nothing, what must be paid for up to --max-usd.'),
  maxUsd: numberSchema(0, 'USD')
    .default(0)
    .meta({ value: 'usd' })
    .describe('What --live may spend at xAI, 0 by default; 0.10 answers all questions.'),
});

/** Looks at everything that a run depends on, and says what to do. */
export const doctor: CommandDefinition = defineCommand({
  flags,
  takesService: true,
  examples: ['grok-image doctor', 'grok-image doctor --live --max-usd 0.10'],
  async run({ values: { live, maxUsd }, service: asked, isServiceGiven, output, stop }) {
    const { env: environment, versions } = process;
    const tell = (finding: Finding) => output.result({ type: 'finding', ...finding }, '');
    const findings: Finding[] = [
      ...lookAtNode(versions, environment),
      lookForAiSdk(process.cwd()),
      ...lookAtKeys(environment),
    ];
    const names = isServiceGiven ? [] : new Set(['xai', 'civitai', ...servicesWithKeys(environment)]);
    const choices = isServiceGiven ? [asked] : [...names].map(name => chooseService(name, '--service'));
    for (const choice of choices) {
      const ownKeys = choice.isEmulated || servicesWithKeys(environment).includes(choice.name);
      findings.push(...(await ask(choice, { isLive: live && ownKeys, maxUsd, abortSignal: stop.soft })));
    }
    findings.forEach(tell);
    if (output.mode !== 'json') {
      const rows = findings.map(({ about, state, words }) => [markOf[state], about, words]);
      output.result({}, inColumns(rows, output.mode === 'terminal' ? { width: output.columns } : {}));
    }
    return findings.some(({ state }) => state === 'problem') ? exitCodes.failed : exitCodes.done;
  },
});

async function ask(
  choice: ServiceChoice,
  how: { readonly isLive: boolean; readonly maxUsd: number; readonly abortSignal: AbortSignal },
): Promise<readonly Finding[]> {
  // Nothing but a live question sends the key.
  const service = await openService(choice, how.isLive || choice.isEmulated ? {} : { apiKey: 'unused' });
  try {
    const identity = await recoveryPortOf(service.model(defaultModel))?.identify();
    const findings = [await reach(choice.label, identity?.baseURL ?? choice.name, how.abortSignal)];
    if (how.isLive) findings.push(...(await askWithKey(service, how)));
    return findings;
  } catch (error) {
    if (!LoadAPIKeyError.isInstance(error)) throw error;
    return [{ about: `live questions to ${choice.label}`, state: 'unasked', words: 'the key is none' }];
  } finally {
    await service.close();
  }
}

async function askWithKey(
  { choice, xai, civitai }: OpenService,
  { maxUsd, abortSignal }: { readonly maxUsd: number; readonly abortSignal: AbortSignal },
): Promise<readonly Finding[]> {
  const { compareCivitaiPrice, compareXaiPrices } = await import('../doctor/live-prices.ts');
  if (civitai) return compareCivitaiPrice(civitai, abortSignal);
  if (xai === undefined || choice.gateway !== 'xai') return [];
  const { askLive } = await import('../doctor/live-probes.ts');
  return [...(await compareXaiPrices(xai, abortSignal)), ...(await askLive(xai, { maxUsd, abortSignal }))];
}
