import { addressSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import type * as z from 'zod/v4';

/** The address that everybody reads pictures below. */
export const publicBaseSchema: () => z.ZodOptional<z.ZodString> = lazy(() =>
  addressSchema(['https:', 'http:'], 'an http(s) address without blanks').optional(),
);

/** The address of a key below another one. */
export function addressBelow(base: string, key: string): string {
  return `${base.replace(/\/+$/, '')}/${key}`;
}
