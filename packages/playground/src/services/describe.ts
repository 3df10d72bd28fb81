import { recoveryPortOf } from '@grok-image/core';
import type { ModelFormView, ModelView, ServiceView } from '../protocol/service.ts';
import { toForm } from './form.ts';
import type { Service } from './service.ts';

/** Longest time that the page waits for the list of one service, in milliseconds. */
const patienceMs = 5000;

/** A service as the page sees it. A list that does not come leaves the models that are known. */
export async function describeService(service: Service): Promise<ServiceView> {
  const { name, title, currency, knownModels } = service;
  try {
    const models = await Promise.race([service.listModels(), tooLate()]);
    return { name, title, currency, models: inOrder(models, knownModels) };
  } catch (error) {
    return {
      name,
      title,
      currency,
      models: knownModels,
      listProblem: error instanceof Error ? error.message : String(error),
    };
  }
}

/**
 * Models that are known stand first, so that the one that the page begins with, and its price, are the same with a list, with
 * a list that comes too late, and whatever a gateway lists first.
 */
function inOrder(listed: readonly ModelView[], known: readonly ModelView[]): readonly ModelView[] {
  if (listed.length === 0) return known;
  const first = known.flatMap(({ id }) => listed.find(model => model.id === id) ?? []);
  return [...first, ...listed.filter(model => !first.includes(model))];
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(
      () => reject(new RangeError('The list of models did not come in time.')),
      patienceMs,
    );
    timer.unref();
  });
}

/** What a model can do, and the form of its options. */
export function describeModel(service: Service, modelId: string): ModelFormView {
  const port = recoveryPortOf(service.model(modelId));
  return {
    fields: toForm(service.optionsSchema(modelId)),
    aspectRatios: port?.capabilities.aspectRatios ?? [],
    maxSources: port?.capabilities.maxFiles ?? 0,
  };
}
