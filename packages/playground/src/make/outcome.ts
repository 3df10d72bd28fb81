import type { ImageWarning } from '@grok-image/core';
import { imageMetadata as civitaiMetadata, requestMetadata as civitaiRequests } from '@grok-image/civitai';
import { imageMetadata as xaiMetadata, requestMetadata as xaiRequests } from '@grok-image/xai';
import type { Cost } from '../protocol/run.ts';
import type { ModelResult, Service } from '../services/service.ts';

/** What a service said of a picture. */
export interface Told {
  readonly index: number;
  readonly revisedPrompt?: string | undefined;
  readonly cost?: Cost | undefined;
  readonly isReused: boolean;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What a call brought, beside the bytes of its pictures. */
export interface Outcome {
  /** One for each picture, in their order. */
  readonly told: readonly Told[];
  readonly warnings: readonly string[];
  readonly cost?: Cost | undefined;
}

/** Reads a result by the functions that its package has for it. */
export function readOutcome(result: ModelResult, { origin }: Service): Outcome {
  const { images, providerMetadata } = result;
  const whole = { images, providerMetadata, responses: [result.response] };
  const own = imagesIn(providerMetadata['grokImage']);
  const toTold = (place: number, metadata: object, cost: Cost): Told => ({
    ...{ index: place, ...readIndex(metadata) },
    revisedPrompt: readText(metadata, 'revisedPrompt'),
    cost: withoutNothing(cost),
    isReused: isTrue(own[place], 'cached') || isTrue(own[place], 'repeated'),
    metadata: { ...metadata },
  });
  const warnings = result.warnings.map(toSentence);
  if (origin.kind === 'civitai') {
    const entries = civitaiMetadata(whole);
    const told = images.map((_, place) =>
      toTold(place, entries[place] ?? {}, { buzz: entries[place]?.costBuzz }),
    );
    const buzz = sum(civitaiRequests(whole).map(({ costBuzz }) => costBuzz));
    return { told, warnings, cost: withoutNothing({ buzz }) };
  }
  const entries = xaiMetadata(whole);
  const told = images.map((_, place) =>
    toTold(place, entries[place] ?? {}, { usd: entries[place]?.costUsd }),
  );
  const usd = sum(xaiRequests(whole).map(({ costUsd }) => costUsd));
  return { told, warnings, cost: withoutNothing({ usd }) };
}

function imagesIn(record: unknown): readonly unknown[] {
  const images: unknown =
    typeof record === 'object' && record !== null ? Reflect.get(record, 'images') : undefined;
  return Array.isArray(images) ? images : [];
}

function readIndex(entry: object): { index: number } | undefined {
  const index: unknown = Reflect.get(entry, 'index');
  return typeof index === 'number' ? { index } : undefined;
}

function readText(entry: object, name: string): string | undefined {
  const text: unknown = Reflect.get(entry, name);
  return typeof text === 'string' ? text : undefined;
}

function isTrue(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && Reflect.get(entry, name) === true;
}

/** The sum of what is known; `undefined` where nothing is. */
function sum(amounts: readonly (number | undefined)[]): number | undefined {
  const known = amounts.filter(amount => amount !== undefined);
  // In whole numbers: the cents of a hundred pictures are no 0.30000000000000004.
  return known.length === 0 ? undefined : known.reduce((all, one) => all + Math.round(one * 1e10), 0) / 1e10;
}

function withoutNothing(cost: Cost): Cost | undefined {
  return cost.usd === undefined && cost.buzz === undefined ? undefined : cost;
}

function toSentence(warning: ImageWarning): string {
  switch (warning.type) {
    case 'unsupported':
    case 'compatibility':
      return warning.details ?? `${warning.feature} is not supported.`;
    case 'deprecated':
    case 'other':
      return warning.message;
    default:
      return warning satisfies never;
  }
}
