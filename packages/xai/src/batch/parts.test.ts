import { expect, it } from 'vitest';
import { xaiProfile } from '../gateways/xai.ts';
import { toBatchCall } from './call.ts';
import { planParts, toInline } from './parts.ts';
import { mapRequest } from './prepare.ts';

const service = { profile: xaiProfile, settings: { apiKey: 'xai-key' } };
const limit = 25_000_000;

/** The lengths of the bodies that requests with these prompts become. */
function bodiesOf(...prompts: string[]): number[] {
  const calls = prompts.map((prompt, index) =>
    toBatchCall({ id: `cat-${index}`, model: 'grok-imagine-image', prompt }, index),
  );
  return planParts(calls, toInline, service).parts.map(
    part => JSON.stringify({ batch_requests: part.map(one => toInline(mapRequest(one, service))) }).length,
  );
}

const [withoutPrompts = 0] = bodiesOf('x', 'x').map(length => length - 2);
const half = 'x'.repeat(limit / 2);

it.each([
  ['is two where the envelope alone goes over it', limit + 1, 2],
  ['is one where all of it fits', limit - 12, 1],
])('a body of 25 MB %s', (_, length, count) => {
  const rest = 'x'.repeat(length - withoutPrompts - half.length);

  const bodies = bodiesOf(half, rest);

  expect(bodies).toHaveLength(count);
  for (const body of bodies) expect(body).toBeLessThanOrEqual(limit);
});
