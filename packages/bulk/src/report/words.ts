import type { Sums } from './summary.ts';

/** Sums of money as people read them. */
export function costInWords({ usd, buzz }: Sums): string {
  const parts = [
    ...(usd > 0 ? [`${Number(usd.toFixed(4))} USD`] : []),
    ...(buzz > 0 ? [`${Number(buzz.toFixed(1))} Buzz`] : []),
  ];
  return parts.join(' and ') || 'nothing';
}
