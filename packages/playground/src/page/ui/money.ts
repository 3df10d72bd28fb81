import type { Cost } from '../../protocol/run.ts';

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

/** When it was, for a person who sits there now. */
export function toTime(at: string): string {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString('en', { day: 'numeric', month: 'short', year: 'numeric' });
}
