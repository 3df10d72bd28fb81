import { signal, type Signal } from '@preact/signals';

/** What a screen reader says next, and what a small note shows. */
export const announcement: Signal<string> = signal('');

/** Tells what happened, to eyes and ears. */
export function announce(sentence: string): void {
  // The same words twice are read twice.
  announcement.value = announcement.value === sentence ? `${sentence} ` : sentence;
}
