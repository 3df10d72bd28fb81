import type { XaiCatalogueModel } from '@grok-image/xai';
import * as z from 'zod/v4';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import { costWords } from '../output/amounts.ts';
import { inColumns } from '../output/columns.ts';
import { openService, type OpenService } from '../services/open.ts';
import { civitaiTiers, type Tier } from './civitai-tiers.ts';

/** A model as it is shown. */
interface Row {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly prices: readonly Tier[];
}

/** Lists the models of a service, with what an image costs there today. */
export const models: CommandDefinition = defineCommand({
  flags: z.strictObject({}),
  takesService: true,
  examples: ['grok-image models', 'grok-image models --service civitai --json'],
  async run({ service: choice, output, stop }) {
    const service = await openService(choice);
    try {
      const rows = await listModels(service, stop.soft);
      for (const row of rows) {
        if (output.mode === 'json') output.result({ type: 'model', service: choice.name, ...row }, '');
      }
      if (output.mode !== 'json') output.result({}, toTable(rows));
      return 0;
    } finally {
      await service.close();
    }
  },
});

async function listModels(service: OpenService, abortSignal: AbortSignal): Promise<readonly Row[]> {
  const { xai, civitai } = service;
  if (xai) return (await xai.models({ abortSignal })).map(toRow);
  const listed = (await civitai?.models({ prices: true, abortSignal })) ?? [];
  const rows: Row[] = [];
  for (const { id, priceBuzz: usual } of listed) {
    const prices = usual === undefined ? [] : await civitaiTiers(service, id, { usual, abortSignal });
    rows.push({ id, aliases: [], prices });
  }
  return rows;
}

function toRow({ id, aliases, prices }: XaiCatalogueModel): Row {
  return {
    id,
    aliases,
    prices: prices.map(({ quality, resolution, costUsd: usd }) => ({ quality, resolution, usd })),
  };
}

function toTable(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ id, aliases, prices }) => {
    const others = aliases.map(alias => [`  = ${alias}`]);
    if (prices.length === 0) return [[id, '', '', 'not listed'], ...others];
    const priced = prices.map(({ quality = '', resolution = '', usd, buzz }, index) => [
      index === 0 ? id : '',
      quality,
      resolution,
      costWords({ usd, buzz }) ?? 'not listed',
    ]);
    return [...priced, ...others];
  });
  return inColumns([['model', 'quality', 'resolution', 'an image'], ...lines], { right: [3] });
}
