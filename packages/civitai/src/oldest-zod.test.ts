import { expect, it, vi } from 'vitest';
import * as z from 'zod/v4';

// The oldest that is allowed as a peer: every test of a schema once more with it.
vi.mock('zod/v4', () => import('zod-oldest/v4'));

it('is zod 3.25.76', () => {
  expect(z.core.version).toEqual({ major: 4, minor: 0, patch: 0 });
});

await import('./estimate/estimate.test.ts');
await import('./events/event.test.ts');
await import('./image/bad-input.test.ts');
await import('./image/failure.test.ts');
await import('./image/read-options.test.ts');
await import('./image/result.test.ts');
await import('./workflow/cost.test.ts');
await import('./workflow/read-workflow.test.ts');
