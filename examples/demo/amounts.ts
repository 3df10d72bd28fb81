import type { DemoImage } from './jobs.ts';

/** What images cost in all, by currency, e.g. `'0.122 USD, 159 Buzz'`; empty where no service said. */
export function costOf(images: readonly DemoImage[]): string {
  const usd = sum(images.map(({ metadata }) => metadata?.costUsd));
  const buzz = sum(images.map(({ metadata }) => metadata?.costBuzz));
  return [usd && withUnit(usd.toFixed(3), 'USD'), buzz && withUnit(buzz, 'Buzz')].filter(Boolean).join(', ');
}

/** E.g. `'1152 × 864 px'`. */
export function sizeOf({ metadata }: DemoImage): string {
  return metadata ? withUnit(`${metadata.width} × ${metadata.height}`, 'px') : '';
}

/** The size of files, e.g. `'107 KB'`. */
export function bytesOf(images: readonly DemoImage[]): string {
  return withUnit(Math.round(sum(images.map(({ bytes }) => bytes.byteLength)) / 1000), 'KB');
}

/** No line ends between a number and its unit. */
function withUnit(amount: number | string, unit: string): string {
  return `${amount} ${unit}`.replaceAll(' ', '\u00A0');
}

function sum(amounts: readonly (number | undefined)[]): number {
  return amounts.reduce<number>((total, amount = 0) => total + amount, 0);
}
