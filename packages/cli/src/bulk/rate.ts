import type { BulkRunOptions } from '@grok-image/bulk';
import { invalidArgument } from '@grok-image/core';

const windows = new Map([
  ['s', 'perSecond'],
  ['sec', 'perSecond'],
  ['min', 'perMinute'],
] as const);

/**
 * Reads a limit: `5/s`, `300/min`, both with a comma, or `none`.
 *
 * @returns nothing where none is given, so that what the service documents is kept to
 * @throws InvalidArgumentError naming `--rate`
 * @example
 * readRate('5/s,300/min'); // { rate: { perSecond: 5, perMinute: 300 } }
 */
export function readRate(text: string | undefined): Pick<BulkRunOptions, 'rate'> {
  if (text === undefined) return {};
  if (text === 'none') return { rate: false };
  const limits = text.split(',').map(part => {
    const [, count = '', unit = ''] = /^\s*([1-9]\d{0,5})\/(s|sec|min)\s*$/.exec(part) ?? [];
    const window = [...windows].find(([name]) => name === unit)?.[1];
    if (window === undefined)
      throw invalidArgument('--rate', text, '5/s, 300/min, both with a comma, or none');
    return [window, Number(count)] as const;
  });
  return { rate: Object.fromEntries(limits) };
}
