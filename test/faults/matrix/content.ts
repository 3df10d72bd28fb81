import { oversized } from './edits.ts';
import { network, statuses } from './effects.ts';
import { downloaded, rowsAt } from './expect.ts';
import type { Effect, FaultRow } from './row.ts';

const files: Readonly<Record<string, Effect>> = {
  'expired address': { expire: true },
  'redirect to a private address': {
    status: 302,
    headers: { location: 'http://169.254.169.254/latest/meta-data/' },
  },
  'redirect to this machine': { status: 302, headers: { location: 'https://127.0.0.1/image.jpg' } },
  HTML: { malform: 'html' },
  SVG: { malform: 'svg' },
  MP4: { malform: 'mp4' },
  '0 bytes': { malform: 'empty' },
  'truncated image': { malform: 'truncated' },
  'over the cap': { answer: { body: oversized } },
};

const content = rowsAt('content', { ...network, ...statuses, ...files });

/** Downloads of images that are made and paid. */
export const contentRows: readonly FaultRow[] = [
  content(
    'connection refused',
    downloaded([1, 2, 2, 0, 'delivered']),
    downloaded([1, 2, 0, 2, 'ImageDownloadError']),
  ),
  content('TLS error', downloaded([1, 2, 2, 0, 'delivered']), downloaded([1, 2, 0, 2, 'ImageDownloadError'])),
  content('403', downloaded([1, 2, 2, 0, 'delivered']), downloaded([1, 2, 0, 2, 'ImageDownloadError'])),
  content(
    'expired address',
    downloaded([1, 2, 1, 0, 'delivered'], [1, 2, 2, 0, 'delivered']),
    downloaded([1, 2, 0, 0, 'ImageDownloadError'], [1, 2, 0, 2, 'ImageDownloadError']),
  ),
  content(
    'redirect to a private address',
    downloaded([1, 2, 1, 1, 'delivered'], [1, 2, 2, 0, 'delivered']),
    downloaded([1, 2, 0, 2, 'ImageDownloadError']),
  ),
  content(
    'redirect to this machine',
    downloaded([1, 2, 1, 1, 'delivered'], [1, 2, 2, 0, 'delivered']),
    downloaded([1, 2, 0, 2, 'ImageDownloadError']),
  ),
  content('HTML', downloaded([1, 2, 2, 0, 'delivered']), downloaded([1, 2, 0, 2, 'ImageDownloadError'])),
  content('SVG', downloaded([1, 2, 2, 0, 'delivered']), downloaded([1, 2, 0, 2, 'ImageDownloadError'])),
  content('MP4', downloaded([1, 2, 2, 0, 'delivered']), downloaded([1, 2, 0, 2, 'ImageDownloadError'])),
  content('0 bytes', downloaded([1, 2, 2, 0, 'delivered']), downloaded([1, 2, 0, 2, 'ImageDownloadError'])),
  content('truncated image', downloaded([1, 2, 2, 0, 'delivered']), downloaded([1, 2, 2, 0, 'delivered'])),
  content('over the cap', downloaded([1, 1, 0, 1, 'ImageDownloadError'], [1, 1, 1, 0, 'delivered'])),
].map(row => (row.name === 'over the cap' ? { ...row, n: 1 } : row));
