import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan, type Row } from '../report/row.ts';
import { measureCalls } from './generate.ts';

/** d: peak memory of 32 calls at once for four images of 2 MB each, all kept. */
export async function measureMemory({ origin, isSmoke }: Plan): Promise<Findings> {
  const calls = isSmoke ? 2 : 32;
  const load = { n: 4, bytes: 2 * 1024 * 1024, calls, concurrency: calls, isKept: true };
  const measured = await measureInTurn(['ours', 'peer', 'floor'], isSmoke ? 1 : 5, client =>
    measureCalls(origin, client, load, 'peakMb'),
  );
  const ours = medianOf(measured.get('ours'));
  const row = (name: 'peer' | 'floor', against: string, most: number): Row => {
    const ratio = ratioOf(measured.get('ours'), measured.get(name));
    return {
      id: 'd',
      what: `peak RSS, ${calls} calls at once of n=4 x 2 MB`,
      against,
      mustBe: `at most ${most.toFixed(2)}x`,
      measured: ratioText(ratio),
      figures: `${numberText(ours)} MB against ${numberText(medianOf(measured.get(name)))} MB`,
      isMet: ratio.median <= most,
    };
  };
  return {
    rows: [row('peer', '@ai-sdk/xai', 0.75), row('floor', 'bare fetch', 1.2)],
    charts: [
      {
        name: 'memory',
        title: `Peak memory of ${calls} calls at once, 256 MB of images in all`,
        unit: 'MB',
        bars: [
          { label: 'grok-image', value: ours },
          { label: '@ai-sdk/xai', value: medianOf(measured.get('peer')) },
          { label: 'bare fetch', value: medianOf(measured.get('floor')) },
        ],
      },
    ],
  };
}
