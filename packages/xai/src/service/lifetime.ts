import { wholeNumberSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import type * as z from 'zod/v4';

/** A lifetime of a file or of a public address, in seconds (docs.x.ai, files guide, 2026). */
export const lifetimeSchema: () => z.ZodInt = lazy(() => wholeNumberSchema(3600, 2_592_000, 'whole seconds'));
