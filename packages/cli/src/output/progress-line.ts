import type { BulkSummary } from '@grok-image/bulk';
import { costWords, counted, durationWords } from './amounts.ts';

/**
 * Where a run stands, on one line: counts, rate, cost and the time that is left.
 *
 * @example
 * progressLine(summary); // '12 of 200 jobs, 1 refused | 12 images, 58 a minute | 0.24 USD | 3 min 2 s left'
 */
export function progressLine(summary: BulkSummary): string {
  const { jobs, done, refused, failed, unknown, images, imagesPerMinute, msLeft } = summary;
  const ended = done + refused + failed + unknown;
  const counts = [
    jobs === 1 ? (ended === 1 ? 'done' : 'under way') : `${ended} of ${counted(jobs, 'job')}`,
    ...troubles(summary),
  ];
  const parts = [
    counts.join(', '),
    images > 0 && `${counted(images, 'image')}, ${Math.round(imagesPerMinute)} a minute`,
    costOf(summary),
    msLeft !== undefined && msLeft > 0 && `${durationWords(msLeft)} left`,
  ];
  return parts.filter(Boolean).join(' | ');
}

/** What did not go well, by number; nothing where all did. */
function troubles({ refused, failed, unknown }: BulkSummary): string[] {
  return [
    refused > 0 && `${refused} refused`,
    failed > 0 && `${failed} failed`,
    unknown > 0 && `${unknown} unknown`,
  ].filter(part => part !== false);
}

/** What a run has cost, and what it may have cost beside. */
function costOf({ cost, mayHaveCost }: Pick<BulkSummary, 'cost' | 'mayHaveCost'>): string | undefined {
  const sure = costWords(withoutNothing(cost));
  const maybe = costWords(withoutNothing(mayHaveCost));
  return [sure, maybe && `maybe ${maybe} more`].filter(Boolean).join(', ') || undefined;
}

/** A currency in which nothing was spent is not told. */
export function withoutNothing({ usd = 0, buzz = 0 }: { readonly usd?: number; readonly buzz?: number }): {
  readonly usd?: number;
  readonly buzz?: number;
} {
  return { ...(usd > 0 && { usd }), ...(buzz > 0 && { buzz }) };
}

/** What became of a run, on lines: counts and cost, why something is missing, and what to do about it. */
export function summaryLines(summary: BulkSummary): string {
  const { jobs, done, unsent, images, missing, elapsedMs, why, stopped, report, contactSheet } = summary;
  const counts = [
    counted(images, 'image'),
    jobs > 1 && `${done} of ${counted(jobs, 'job')} done`,
    ...troubles(summary),
    missing > 0 && `${missing} missing`,
    unsent > 0 && `${unsent} not sent`,
    costOf(summary),
    durationWords(elapsedMs),
  ];
  return [
    counts.filter(Boolean).join(', '),
    stopped !== undefined && `Stopped: ${stopped}`,
    ...Object.entries(why).map(([reason, count]) => (jobs > 1 ? `${count} x ${reason}` : reason)),
    report !== undefined && `Report: ${report}`,
    contactSheet !== undefined && `Contact sheet: ${contactSheet}`,
  ]
    .filter(part => part !== false)
    .join('\n');
}
