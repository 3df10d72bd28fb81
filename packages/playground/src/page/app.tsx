import type { VNode } from 'preact';
import { CompareView } from './gallery/compare-view.tsx';
import { GalleryView } from './gallery/gallery-view.tsx';
import { MakeView } from './make/make-view.tsx';
import { PictureDialog } from './show/picture-dialog.tsx';
import { announcement } from './state/announce.ts';
import { route } from './state/route.ts';
import { isConnected } from './state/runs.ts';
import { Logo } from './ui/icon.tsx';
import { WatchView } from './watch/watch-view.tsx';

const tabs = [
  ['make', 'Make'],
  ['gallery', 'Gallery'],
  ['watch', 'Spend'],
] as const;

export function App(): VNode {
  const { view } = route.value;
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header class="bar">
        <span class="brand">
          <Logo /> grok-image <span class="quiet">playground</span>
        </span>
        <nav aria-label="Views">
          {tabs.map(([name, label]) => (
            <a key={name} href={`#/${name}`} aria-current={view === name ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      </header>
      {!isConnected.value && (
        <p class="away" role="alert">
          The playground does not answer. Start it again in its terminal: what is paid is collected then.
        </p>
      )}
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <PictureDialog />
      <p role="status" aria-live="polite">
        {/* Anew for each, as it fades; what is read aloud is the paragraph, which stays. */}
        {announcement.value && (
          <span class="note" key={announcement.value}>
            {announcement.value}
          </span>
        )}
      </p>
    </>
  );
}

function View(): VNode {
  const now = route.value;
  switch (now.view) {
    case 'make':
      return <MakeView />;
    case 'gallery':
      return <GalleryView />;
    case 'watch':
      return <WatchView />;
    case 'compare':
      return <CompareView first={now.first} second={now.second} />;
    default:
      return now satisfies never;
  }
}

/** Without a change of the address, which names the view. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector('main')?.focus();
}
