/** The reason of every abort. */
class CallerAbort extends Error {
  override readonly name = 'AbortError';
}

/** The signal of a caller, which counts who listens to it. */
export class CallerSignal {
  readonly #controller = new AbortController();
  readonly #listeners = new Set<unknown>();
  #atOnce = 0;

  constructor() {
    const { signal } = this.#controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
      this.#listeners.add(listener);
      this.#atOnce = Math.max(this.#atOnce, this.#listeners.size);
      add(type, listener, options);
    };
    signal.removeEventListener = (type: string, listener: EventListener) => {
      this.#listeners.delete(listener);
      remove(type, listener);
    };
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(): void {
    this.#controller.abort(new CallerAbort('The user closed the page.'));
  }

  listeners(): { readonly left: number; readonly atOnce: number } {
    return { left: this.#listeners.size, atOnce: this.#atOnce };
  }
}
