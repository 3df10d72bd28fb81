import { applyPatch, type Operation } from 'rfc6902';
import * as z from 'zod/v4';
import { check } from './check.ts';
import { problem } from './problem.ts';

const pointer = z.string().regex(/^\//, 'must be a JSON pointer such as /tags/0');

const patchSchema: z.ZodType<Operation[]> = z.array(
  z.discriminatedUnion('op', [
    z.object({ op: z.literal('add'), path: pointer, value: z.unknown() }),
    z.object({ op: z.literal('replace'), path: pointer, value: z.unknown() }),
    z.object({ op: z.literal('test'), path: pointer, value: z.unknown() }),
    z.object({ op: z.literal('remove'), path: pointer }),
    z.object({ op: z.literal('move'), path: pointer, from: pointer }),
    z.object({ op: z.literal('copy'), path: pointer, from: pointer }),
  ]),
);

/**
 * A copy of the target with a JSON Patch document (RFC 6902) applied.
 *
 * @throws {Problem} 400 if it is none or if a path leads nowhere, 409 if a test fails.
 */
export function patched<Target extends object>(target: Target, body: unknown): Target {
  const operations = check(patchSchema, body, true);
  const copy = structuredClone(target);
  for (const [index, error] of applyPatch(copy, operations).entries()) {
    const path = operations[index]?.path ?? '';
    if (error?.name === 'TestError') throw problem(409, `The test of ${path} failed.`);
    if (error !== null) throw problem(400, `The path ${path} does not exist.`);
  }
  return copy;
}
