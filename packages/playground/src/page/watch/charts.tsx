import type { VNode } from 'preact';
import type { SpendDay } from '../../protocol/watch.ts';
import { toMoney } from '../ui/money.ts';

const [width, height, foot] = [420, 120, 16];

/** A bar for each day. */
export function DayChart({ days, currency }: { days: readonly SpendDay[]; currency: 'usd' | 'buzz' }): VNode {
  const most = Math.max(...days.map(day => day[currency]));
  const step = width / days.length;
  const tall = height - foot - 14;
  const words = (amount: number) => toMoney({ [currency]: amount });
  const summary = days.filter(day => day[currency] > 0).map(day => `${day.day}: ${words(day[currency])}`);
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={summary.length > 0 ? summary.join(', ') : 'Nothing was spent.'}
    >
      <line x1="0" x2={width} y1={height - foot} y2={height - foot} class="axis" />
      {days.map((day, index) => {
        const tallness = most > 0 ? Math.max(day[currency] > 0 ? 2 : 0, (day[currency] / most) * tall) : 0;
        const isLast = index === days.length - 1;
        return (
          <g key={day.day}>
            <rect
              x={index * step + step * 0.18}
              y={height - foot - tallness}
              width={step * 0.64}
              height={tallness}
              rx="2"
              class={isLast ? 'bar today' : 'bar'}
            >
              <title>{`${day.day}: ${words(day[currency])}`}</title>
            </rect>
            {day[currency] === most && most > 0 && (
              <text x={clamp(index * step + step / 2)} y={height - foot - tallness - 4} text-anchor="middle">
                {words(most)}
              </text>
            )}
          </g>
        );
      })}
      <text x="2" y={height - 3}>
        {days[0]?.day.slice(5)}
      </text>
      <text x={width - 2} y={height - 3} text-anchor="end">
        today
      </text>
    </svg>
  );
}

/** So that a label at the edge is not cut. */
function clamp(x: number): number {
  return Math.min(width - 34, Math.max(34, x));
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
