import { signal, type Signal } from '@preact/signals';
import type { ModelFormView, ServiceView } from '../../protocol/service.ts';
import { api, sentenceOf } from './api.ts';
import { announce } from './announce.ts';

export const services: Signal<readonly ServiceView[]> = signal([]);

/** Forms by service and model, as they come. */
const forms: Signal<Readonly<Record<string, ModelFormView>>> = signal({});

const asked = new Set<string>();

/** Title of a service, also of one that is not among those of this start. */
export function titleOf(name: string): string {
  return services.value.find(service => service.name === name)?.title ?? name;
}

/** The form of a model; `undefined` until it is there. */
export function formOf(service: string, model: string): ModelFormView | undefined {
  return forms.value[keyOf(service, model)];
}

/** Asks for the form of a model, once. */
export async function loadForm(service: string, model: string): Promise<void> {
  const key = keyOf(service, model);
  if (asked.has(key)) return;
  asked.add(key);
  try {
    const form = await api.form(service, model);
    forms.value = { ...forms.value, [key]: form };
  } catch (error) {
    asked.delete(key);
    announce(sentenceOf(error));
  }
}

function keyOf(service: string, model: string): string {
  return JSON.stringify([service, model]);
}
