import { signal, type Signal } from '@preact/signals';

/** What is shown. */
export type Route =
  | { readonly view: 'make' | 'gallery' | 'watch' }
  | { readonly view: 'compare'; readonly first: string; readonly second: string };

export const route: Signal<Route> = signal(read());

addEventListener('hashchange', () => {
  route.value = read();
  // Whoever listens or works by keyboard begins with what is new.
  document.querySelector('main')?.focus();
});

function read(): Route {
  const [, view, first, second] = location.hash.split('/');
  if (view === 'compare' && first && second) return { view, first, second };
  return { view: view === 'gallery' || view === 'watch' ? view : 'make' };
}

/** Shows another view. */
export function show(view: 'make' | 'gallery' | 'watch'): void {
  location.hash = `#/${view}`;
}
