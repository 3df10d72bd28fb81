import { sumOf } from '../../protocol/cost.ts';
import type { Cost, RunView } from '../../protocol/run.ts';

const usd = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });
const buzz = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** An amount as people write it, e.g. `$0.08` or `26 Buzz`. */
export function toMoney(cost: Cost): string {
  const parts = [
    ...(cost.usd === undefined ? [] : [usd.format(cost.usd)]),
    ...(cost.buzz === undefined ? [] : [`${buzz.format(cost.buzz)} Buzz`]),
  ];
  return parts.join(' + ');
}

/** What calls have cost; where a service does not say, about what it was estimated at. Empty where nothing is known. */
export function toPaid(runs: readonly RunView[]): string {
  const parts = runs.map(({ cost, estimate, state }) => {
    const isLikely = cost === undefined && (state === 'running' || state === 'done');
    return { cost: isLikely ? estimate : cost, isLikely: isLikely && estimate !== undefined };
  });
  const sum = toMoney(sumOf(parts.flatMap(({ cost }) => cost ?? [])));
  return sum !== '' && parts.some(({ isLikely }) => isLikely) ? `about ${sum}` : sum;
}

/** When it was, for a person who sits there now. */
export function toTime(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' });
}
