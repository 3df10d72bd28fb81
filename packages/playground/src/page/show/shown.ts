import { signal, type Signal } from '@preact/signals';

/** The picture in full size, and those that the arrow keys lead to. */
export interface Shown {
  readonly id: string;
  readonly among: readonly string[];
}

export const shown: Signal<Shown | undefined> = signal(undefined);

export function openPicture(id: string, among: readonly string[]): void {
  shown.value = { id, among };
}

export function closePicture(): void {
  shown.value = undefined;
}

/** The next picture, or the one before it. */
export function step(by: 1 | -1): void {
  const now = shown.value;
  if (now === undefined) return;
  const next = now.among[now.among.indexOf(now.id) + by];
  if (next !== undefined) shown.value = { ...now, id: next };
}
