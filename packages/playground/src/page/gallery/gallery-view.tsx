import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { GalleryPage } from '../../protocol/run.ts';
import { announce } from '../state/announce.ts';
import { api, sentenceOf, type GalleryQuery } from '../state/api.ts';
import { removed } from '../state/removed.ts';
import { show } from '../state/route.ts';
import { Filters } from './filters.tsx';
import { Tile } from './tile.tsx';

const restMs = 200;

/** Tiles that are drawn at once; the others follow when these are seen. */
const firstTiles = 24;

/** Everything that was made, the newest first. */
export function GalleryView(): VNode {
  const [query, setQuery] = useState<GalleryQuery>({ text: '', service: '', model: '', page: 0 });
  const [found, setFound] = useState<GalleryPage>();
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [isWhole, setWhole] = useState(false);
  const gone = removed.value;
  useEffect(() => {
    let isOver = false;
    const read = () => {
      api.gallery(query).then(
        page => {
          if (!isOver) setFound(page);
        },
        (error: unknown) => announce(sentenceOf(error)),
      );
    };
    // At once when it opens; after a rest while somebody types.
    const timer = setTimeout(read, found === undefined ? 0 : restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [query, gone]);
  useEffect(() => {
    if (found === undefined) return undefined;
    const frame = requestAnimationFrame(() => setTimeout(() => setWhole(true)));
    return () => cancelAnimationFrame(frame);
  }, [found]);
  const turn = (page: number) => {
    setQuery({ ...query, page });
    scrollTo({ top: 0 });
    document.querySelector('main')?.focus();
  };
  const pick = (id: string) =>
    setPicked(picked.includes(id) ? picked.filter(one => one !== id) : [...picked, id].slice(-2));
  const isFiltered = query.text !== '' || query.service !== '' || query.model !== '';
  if (found?.total === 0 && !isFiltered) return <Empty />;
  const ids = found?.pictures.map(({ id }) => id) ?? [];
  return (
    <section class="gallery" aria-label="Gallery">
      <h1 class="hidden">Gallery</h1>
      <Filters query={query} onChange={changes => setQuery({ ...query, ...changes, page: 0 })} />
      <p class="quiet small" role="status">
        {found && countOf(found)}
      </p>
      {picked.length > 0 && (
        <p class="compare-bar">
          {picked.length === 1 ? (
            'Choose one more to compare.'
          ) : (
            <a class="button primary" href={`#/compare/${picked.join('/')}`}>
              Compare the two
            </a>
          )}
          <button type="button" class="plain" onClick={() => setPicked([])}>
            Never mind
          </button>
        </p>
      )}
      <ul class="tiles">
        {found?.pictures.slice(0, isWhole ? undefined : firstTiles).map(picture => (
          <Tile
            key={picture.id}
            picture={picture}
            among={ids}
            isPicked={picked.includes(picture.id)}
            onPick={pick}
          />
        ))}
      </ul>
      {found && found.pages > 1 && (
        <nav class="pages" aria-label="Pages of the gallery">
          <button type="button" disabled={found.page === 0} onClick={() => turn(found.page - 1)}>
            ← Newer
          </button>
          <span>
            Page {found.page + 1} of {found.pages}
          </span>
          <button type="button" disabled={found.page + 1 >= found.pages} onClick={() => turn(found.page + 1)}>
            Older →
          </button>
        </nav>
      )}
    </section>
  );
}

function countOf({ total }: GalleryPage): string {
  if (total === 0) return 'Nothing matches. Search for a word of the prompt, or take a filter away.';
  return `${total.toLocaleString('en')} ${total === 1 ? 'picture' : 'pictures'}`;
}

function Empty(): VNode {
  return (
    <div class="empty">
      <h1>No pictures yet</h1>
      <p>
        What you make is kept here with its prompt and its price, also when the playground is started again.
      </p>
      <button type="button" class="primary" onClick={() => show('make')}>
        Make the first one
      </button>
    </div>
  );
}
