import type { VNode } from 'preact';
import type { SpendDay } from '../../protocol/watch.ts';
import { toMoney } from '../ui/money.ts';

const [width, height] = [420, 100];

/** A bar for each day. */
export function DayChart({ days, currency }: { days: readonly SpendDay[]; currency: 'usd' | 'buzz' }): VNode {
  const most = Math.max(...days.map(day => day[currency]));
  const step = width / days.length;
  const words = (amount: number) => toMoney({ [currency]: amount });
  const summary = days.filter(day => day[currency] > 0).map(day => `${day.day}: ${words(day[currency])}`);
  return (
    <figure class="chart">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary.length > 0 ? summary.join(', ') : 'Nothing was spent.'}
      >
        <line x1="0" x2={width} y1={height} y2={height} class="axis" />
        {days.map((day, index) => {
          const tallness = day[currency] > 0 ? Math.max(2, (day[currency] / most) * height) : 0;
          return (
            <rect
              key={day.day}
              x={index * step + step * 0.18}
              y={height - tallness}
              width={step * 0.64}
              height={tallness}
              class={index === days.length - 1 ? 'bar today' : 'bar'}
            >
              <title>{`${day.day}: ${words(day[currency])}`}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption class="quiet small" aria-hidden="true">
        <span>{days[0]?.day.slice(5)}</span>
        <span>{most > 0 ? `highest: ${words(most)}` : 'nothing was spent'}</span>
        <span>today</span>
      </figcaption>
    </figure>
  );
}

/** How much of a limit is used. */
export function Meter({ label, value, limit }: { label: string; value: number; limit: number }): VNode {
  return (
    <p class="meter small">
      <span>{label}</span>
      <meter min={0} max={limit} value={value} high={limit * 0.8} aria-label={`Requests in the ${label}`} />
      <span class="quiet">
        {value} of {limit}
      </span>
    </p>
  );
}
