import type { ClientName } from '../clients/client.ts';
import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan, type Row } from '../report/row.ts';
import { measureCalls } from './generate.ts';

const twoMegabytes = 2 * 1024 * 1024;

/** a, b, c: CPU of one call for four images of 2 MB. */
export async function measureCpu({ origin, isSmoke }: Plan): Promise<Findings> {
  const runs = isSmoke ? 1 : 9;
  const load = isSmoke ? { calls: 1 } : { calls: 60, warmup: 12 };
  const cases = {
    ours: { client: 'ours', read: 'uint8Array' },
    peer: { client: 'peer', read: 'uint8Array' },
    floor: { client: 'floor', read: 'uint8Array' },
    oursBase64: { client: 'ours', read: 'base64' },
    peerBase64: { client: 'peer', read: 'base64' },
  } as const satisfies Record<string, { client: ClientName; read: 'uint8Array' | 'base64' }>;
  const names = ['ours', 'peer', 'floor', 'oursBase64', 'peerBase64'] as const;
  const measured = await measureInTurn(names, runs, async name =>
    measureCalls(origin, cases[name].client, { ...load, ...cases[name], n: 4, bytes: twoMegabytes }, 'cpuMs'),
  );

  const row = (
    about: Pick<Row, 'id' | 'what' | 'against'>,
    [one, other]: readonly [(typeof names)[number], (typeof names)[number]],
    most: number,
  ): Row => {
    const ratio = ratioOf(measured.get(one), measured.get(other));
    const [ours, theirs] = [medianOf(measured.get(one)), medianOf(measured.get(other))];
    return {
      ...about,
      mustBe: `at most ${most.toFixed(2)}x`,
      measured: ratioText(ratio),
      figures: `${numberText(ours)} ms against ${numberText(theirs)} ms`,
      isMet: ratio.median <= most,
    };
  };
  const what = 'CPU of a call, n=4 of 2 MB';
  return {
    rows: [
      row({ id: 'a', what: `${what}, reading uint8Array`, against: '@ai-sdk/xai' }, ['ours', 'peer'], 0.4),
      row({ id: 'b', what: `${what}, reading uint8Array`, against: 'bare fetch' }, ['ours', 'floor'], 1.25),
      row(
        { id: 'c', what: `${what}, reading base64`, against: '@ai-sdk/xai' },
        ['oursBase64', 'peerBase64'],
        0.75,
      ),
    ],
    charts: [
      {
        name: 'cpu',
        title: 'CPU of one call for four images of 2 MB',
        unit: 'ms',
        bars: [
          { label: 'grok-image', value: medianOf(measured.get('ours')) },
          { label: '@ai-sdk/xai', value: medianOf(measured.get('peer')) },
          { label: 'bare fetch', value: medianOf(measured.get('floor')) },
          { label: 'grok-image, base64', value: medianOf(measured.get('oursBase64')) },
          { label: '@ai-sdk/xai, base64', value: medianOf(measured.get('peerBase64')) },
        ],
      },
    ],
  };
}
