import type { JobRecord, StoredImage } from '../job/record.ts';
import { costInWords } from './words.ts';
import type { BulkSummary } from './summary.ts';

/** A picture of a page, or a job that brought none. */
export interface SheetEntry {
  readonly record: JobRecord;
  readonly image?: StoredImage | undefined;
  /** By which it is shown: a path below the folder, or an address. */
  readonly address?: string | undefined;
}

/** Of how many pages a contact sheet is. */
export function pageCount(entries: number, perPage: number): number {
  return Math.max(1, Math.ceil(entries / perPage));
}

/** A page of a contact sheet, which needs no network and no script. Pictures load when they come into view. */
export function toPage({
  entries,
  page,
  pages,
  summary,
}: {
  readonly entries: readonly SheetEntry[];
  readonly page: number;
  readonly pages: number;
  readonly summary: BulkSummary;
}): string {
  const up = page === 1 ? '' : '../';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Run ${escapeHtml(summary.run)}, page ${page} of ${pages}</title>
<style>${style}</style>
<h1>Run ${escapeHtml(summary.run)}</h1>
${page === 1 ? overview(summary) : ''}
${navigation(page, pages)}
<main>
${entries.map(entry => figure(entry, up)).join('\n')}
</main>
${navigation(page, pages)}
</html>
`;
}

const style = `
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
body { margin: 1.5rem; }
h1 { font-size: 1.3rem; }
dl { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; }
dt { display: inline; opacity: .7; } dd { display: inline; margin: 0 0 0 .4em; font-weight: 600; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem; }
figure { margin: 0; content-visibility: auto; contain-intrinsic-size: auto 19rem; }
img { width: 100%; height: 14rem; object-fit: contain; background: #8882; display: block; }
figcaption { font-size: .85rem; overflow-wrap: anywhere; max-height: 5rem; overflow: auto; }
.without { border-left: 4px solid #c33; padding-left: .5rem; }
nav { margin: 1rem 0; display: flex; gap: .5rem; flex-wrap: wrap; }
`;

function overview(summary: BulkSummary): string {
  const { jobs, done, partial, refused, failed, unknown, running, unsent, images, missing } = summary;
  const facts = Object.entries({
    jobs,
    done,
    partial,
    refused,
    failed,
    unknown,
    'under way': running,
    'not sent': unsent,
    images,
    missing,
    cost: costInWords(summary.cost),
    'unknown ones may have cost': costInWords(summary.mayHaveCost),
  }).filter(([name, value]) => name === 'jobs' || name === 'done' || (value !== 0 && value !== 'nothing'));
  const why = Object.entries(summary.why);
  return `<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
${summary.stopped === undefined ? '' : `<p>Stopped: ${escapeHtml(summary.stopped)}</p>`}
${
  why.length === 0
    ? ''
    : `<details><summary>Why images are missing</summary><ul>${why
        .map(([reason, count]) => `<li>${count} × ${escapeHtml(reason)}</li>`)
        .join('')}</ul></details>`
}`;
}

/** First and last page, and those around. */
function navigation(page: number, pages: number): string {
  if (pages === 1) return '';
  const shown = [...new Set([1, ...Array.from({ length: 9 }, (_, index) => page - 4 + index), pages])];
  const links = shown
    .filter(number => number >= 1 && number <= pages)
    .map(number =>
      number === page ? `<b>${number}</b>` : `<a href="${linkOf(number, page)}">${number}</a>`,
    );
  return `<nav>${links.join(' ')}</nav>`;
}

function linkOf(to: number, from: number): string {
  if (to === 1) return '../index.html';
  return from === 1 ? `contact-sheet/${to}.html` : `${to}.html`;
}

function figure({ record, image, address }: SheetEntry, up: string): string {
  const { job, state, key, error } = record;
  const words = escapeHtml(job.prompt ?? '');
  if (image === undefined) {
    return `<figure class="without"><b>${state}</b><figcaption title="${key}">${words}<br>${escapeHtml(error ?? '')}</figcaption></figure>`;
  }
  const shown = address ?? '';
  const href = escapeHtml(
    /^https?:/.test(shown) ? shown : `${up}${shown.split('/').map(encodeURIComponent).join('/')}`,
  );
  const picture = `<img loading="lazy" decoding="async" src="${href}" alt="${words}">`;
  return `<figure><a href="${href}">${picture}</a><figcaption title="${key}">${words}</figcaption></figure>`;
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replaceAll(/[&<>"]/g, character => entities[character] ?? character);
}
