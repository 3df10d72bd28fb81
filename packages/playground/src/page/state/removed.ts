import { signal, type Signal } from '@preact/signals';

/** The picture that was deleted last, so that lists leave it out. */
export const removed: Signal<string> = signal('');
