import type { World } from '../script/scenario.ts';
import type { Bill, Picture } from './ledger.ts';

/** A step that makes pictures, or rewrites the prompt before. */
export interface PlayedStep {
  readonly type: 'imageGen' | 'promptEnhancement';
  readonly name: string;
  /** Its input as the service says it understood it. */
  readonly echo: Readonly<Record<string, unknown>>;
  readonly pictures: readonly Picture[];
}

/** A workflow as the service shows it (Civitai orchestration OpenAPI document v2, 2026-08-20). */
export function workflowOf(bill: Bill, steps: readonly PlayedStep[], world: World, nowMs: number): object {
  const isOver = nowMs >= bill.endsAtMs;
  const status = isOver ? statusOf(bill, world) : 'processing';
  const hasFailed = isOver && status !== 'succeeded';
  return {
    id: bill.id,
    status,
    // The service puts the account, a number, in front of the key.
    ...(bill.key !== undefined && { externalId: `6-${bill.key}` }),
    steps: steps.map(({ type, name, echo, pictures }) => ({
      $type: type,
      name,
      status: hasFailed ? status : isOver ? 'succeeded' : 'processing',
      input: echo,
      ...(hasFailed && { jobs: [{ id: 'job', status: 'failed', ...reasonOf(world) }] }),
      ...(isOver &&
        status === 'succeeded' && {
          output: { images: pictures.map(picture => blobOf(picture, world, nowMs)), errors: null },
        }),
    })),
    ...moneyOf(bill, world),
  };
}

function statusOf({ outcome }: Bill, world: World): string {
  switch (outcome) {
    case 'made':
      return 'succeeded';
    case 'refused':
      return 'failed';
    case 'failed':
      return world.outcome === 'expires' ? 'expired' : 'failed';
    case 'canceled':
      return 'canceled';
    default:
      return outcome satisfies never;
  }
}

function reasonOf({ outcome }: World): object {
  if (outcome === 'expires') return { reason: 'timeout' };
  return outcome === 'refuses' || outcome === 'nothing'
    ? { reason: 'blocked', blockedReason: 'nsfw' }
    : { reason: 'no_provider_available' };
}

function blobOf({ number, places, withheld }: Picture, world: World, nowMs: number): object {
  const [place] = places;
  const id = `blob-${number}.jpeg`;
  if (withheld && !world.blocked) return { type: 'image', id, available: false, blockedReason: 'nsfw' };
  return {
    type: 'image',
    id,
    available: true,
    url: `${place?.url}?sig=${Math.floor(nowMs)}&exp=2030-01-01T00:00:00Z`,
    ...(world.blocked && { blockedReason: 'minor' }),
  };
}

/** What the service says it took, as the world of a play has it. */
function moneyOf({ cost }: Bill, { bill }: World): object {
  if (bill === 'untold') return {};
  const price = { base: cost, total: cost };
  if (bill === 'odd transactions') return { cost: price, transactions: {} };
  if (bill === 'null') return { cost: price, transactions: { list: null } };
  const amount = bill === 'as text' ? String(cost) : cost;
  return { cost: price, transactions: { list: [{ type: 'debit', amount, accountType: 'blue' }] } };
}
