import { lenient } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';

/** A count or an amount of money; JSON has numbers of 64 bits as texts. */
export const countSchema: () => z.ZodType<number> = lazy(() =>
  z.preprocess(
    value => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value),
    z.number().min(0).max(Number.MAX_SAFE_INTEGER),
  ),
);

/** The same, absent where it is none. */
export const countField: () => z.ZodType<number | undefined> = lazy(() => lenient(countSchema()));

/** Ticks, xAI's unit of money: whole, because the shares of a fraction would not add up to it. */
export const ticksField: () => z.ZodType<number | undefined> = lazy(() =>
  lenient(countSchema().transform(Math.round)),
);

/** An ISO 8601 time, where Unix seconds stand on the wire. */
export const timeField: () => z.ZodType<string | undefined> = lazy(() =>
  lenient(
    z.number().transform(seconds => {
      const time = new Date(seconds * 1000);
      return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
    }),
  ),
);
