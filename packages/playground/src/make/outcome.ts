import type { ImageWarning } from '@grok-image/core';
import { imageMetadata as civitaiMetadata, requestMetadata as civitaiRequests } from '@grok-image/civitai';
import type { CivitaiImageMetadata, CivitaiRequestMetadata } from '@grok-image/civitai';
import { imageMetadata as xaiMetadata, requestMetadata as xaiRequests } from '@grok-image/xai';
import type { XaiImageMetadata, XaiRequestMetadata } from '@grok-image/xai';
import { isKnown, sumOf } from '../protocol/cost.ts';
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

type Entry = Omit<Told, 'isReused' | 'cost'> & { readonly cost: Cost };

/** What a call brought, beside the bytes of its pictures. */
export interface Outcome {
  /** One for each picture, in their order. */
  readonly told: readonly Told[];
  readonly warnings: readonly string[];
  readonly cost?: Cost | undefined;
}

/** Reads a result by the functions that its package has for it. */
export function readOutcome(result: ModelResult, { origin }: Service): Outcome {
  const { images, providerMetadata, response } = result;
  const whole = { images, providerMetadata, responses: [response] };
  const own = imagesIn(providerMetadata['grokImage']);
  const [entries, requests] =
    origin.kind === 'civitai'
      ? [civitaiMetadata(whole).map(ofCivitai), civitaiRequests(whole).map(costOfCivitai)]
      : [xaiMetadata(whole).map(ofXai), xaiRequests(whole).map(costOfXai)];
  const told = images.map((_, place): Told => {
    const entry = entries[place] ?? { index: place, metadata: {}, cost: {} };
    const isReused = isTrue(own[place], 'cached') || isTrue(own[place], 'repeated');
    return { ...entry, isReused, cost: known(entry.cost) };
  });
  return { told, warnings: result.warnings.map(toSentence), cost: known(sumOf(requests)) };
}

function ofXai(metadata: XaiImageMetadata): Entry {
  const { index, revisedPrompt, costUsd } = metadata;
  return { index, revisedPrompt, cost: { usd: costUsd }, metadata: { ...metadata } };
}

function ofCivitai(metadata: CivitaiImageMetadata): Entry {
  const { index, revisedPrompt, costBuzz } = metadata;
  return { index, revisedPrompt, cost: { buzz: costBuzz }, metadata: { ...metadata } };
}

function costOfXai({ costUsd }: XaiRequestMetadata): Cost {
  return { usd: costUsd };
}

function costOfCivitai({ costBuzz }: CivitaiRequestMetadata): Cost {
  return { buzz: costBuzz };
}

function known(cost: Cost): Cost | undefined {
  return isKnown(cost) ? cost : undefined;
}

function imagesIn(record: unknown): readonly unknown[] {
  const images: unknown =
    typeof record === 'object' && record !== null ? Reflect.get(record, 'images') : undefined;
  return Array.isArray(images) ? images : [];
}

function isTrue(entry: unknown, name: string): boolean {
  return typeof entry === 'object' && entry !== null && Reflect.get(entry, name) === true;
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
