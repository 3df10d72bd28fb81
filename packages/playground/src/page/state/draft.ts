import { signal, type Signal } from '@preact/signals';
import type { Asked, SourceReference } from '../../protocol/run.ts';
import type { PressBody } from './api.ts';

/** One service that is to be asked. */
export interface Target {
  /** Tells the cards of the page apart. */
  readonly key: number;
  readonly service: string;
  readonly model: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What is being written. */
export interface Draft {
  readonly prompt: string;
  readonly n: number;
  readonly aspectRatio: string | undefined;
  readonly sources: readonly SourceReference[];
  readonly reuse: boolean;
  readonly targets: readonly Target[];
}

export const draft: Signal<Draft> = signal({
  prompt: '',
  n: 1,
  aspectRatio: undefined,
  sources: [],
  reuse: false,
  targets: [],
});

let lastKey = 0;

export function change(changes: Partial<Draft>): void {
  draft.value = { ...draft.value, ...changes };
}

export function changeTarget(key: number, changes: Partial<Target>): void {
  change({
    targets: draft.value.targets.map(target => (target.key === key ? { ...target, ...changes } : target)),
  });
}

export function addTarget(service: string, model: string): void {
  change({ targets: [...draft.value.targets, { key: ++lastKey, service, model, options: {} }] });
}

export function removeTarget(key: number): void {
  change({ targets: draft.value.targets.filter(target => target.key !== key) });
}

/** Puts an earlier call into the form, to be made again or changed. */
export function takeUp(calls: readonly Asked[]): void {
  const [first] = calls;
  if (first === undefined) return;
  const { prompt, n, aspectRatio, sources, reuse } = first;
  const targets = calls.map(({ service, model, options }) => ({ key: ++lastKey, service, model, options }));
  change({ prompt, n, aspectRatio, sources, reuse, targets });
}

/** What each service is asked for. */
export function toCalls({ targets, ...shared }: Draft): Asked[] {
  return targets.map(target => ({ ...shared, ...withoutKey(target) }));
}

function withoutKey({ service, model, options }: Target): Omit<Target, 'key'> {
  return { service, model, options };
}

/** A press of the button, with a key of its own. */
export function toPress({ targets, ...shared }: Draft): PressBody {
  return { key: newKey(), ...shared, targets: targets.map(withoutKey) };
}

/** A UUID; `crypto.randomUUID` is not there on pages of other machines. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
