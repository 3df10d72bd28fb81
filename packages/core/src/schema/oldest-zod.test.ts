import { expect, it, vi } from 'vitest';
import * as z from 'zod/v4';

// The oldest that is allowed as a peer: every test of this room once more with it.
vi.mock('zod/v4', () => import('zod-oldest/v4'));

it('is zod 3.25.76', () => {
  expect(z.core.version).toEqual({ major: 4, minor: 0, patch: 0 });
});

await import('./parse-strict.test.ts');
await import('./lenient.test.ts');
await import('./json-object-schema.test.ts');
