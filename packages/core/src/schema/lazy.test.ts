import { expect, it, vi } from 'vitest';
import * as z from 'zod/v4';
import { lazy, lazyFields } from './lazy.ts';

it('builds a value when it is first asked for, and once', () => {
  const build = vi.fn<() => z.ZodType>(() => z.object({ id: z.string() }));
  const schema = lazy(build);
  expect(build).not.toHaveBeenCalled();

  expect(schema()).toBe(schema());
  expect(build).toHaveBeenCalledOnce();
});

it('builds what is nothing once, too', () => {
  const build = vi.fn<() => undefined>(() => undefined);
  const nothing = lazy(build);

  expect([nothing(), nothing()]).toEqual([undefined, undefined]);
  expect(build).toHaveBeenCalledOnce();
});

it('builds the fields of an object as Zod first looks at them', () => {
  const seed = vi.fn<() => z.ZodType<number | undefined>>(() => z.int().optional());
  const schema = z.strictObject(lazyFields({ seed })).refine(({ seed: given }) => given !== 13, 'another');
  expect(seed).not.toHaveBeenCalled();

  expect(schema.parse({ seed: 7 })).toEqual({ seed: 7 });
  expect(schema.safeParse({ seed: 13 }).success).toBe(false);
  expect(schema.safeParse({ seed: 7, other: 1 }).success).toBe(false);
  expect(Object.keys(schema.shape)).toEqual(['seed']);
  expect(z.toJSONSchema(schema, { io: 'input' }).properties).toHaveProperty('seed.type', 'integer');
});
