import type { ClientName } from '../clients/client.ts';
import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan, type Row } from '../report/row.ts';
import { measureCalls } from './generate.ts';

/** e: calls for one image of 1 KB that a second of CPU is enough for, 64 at once, after as many that warm up. */
export async function measureSmallAnswers({ origin, isSmoke }: Plan): Promise<Findings> {
  const load = { bytes: 1024, concurrency: 64, ...(isSmoke ? { calls: 64 } : { calls: 5000, warmup: 5000 }) };
  const measured = await measureInTurn(
    ['ours', 'oursInline', 'peer', 'floor', 'floorInline'],
    isSmoke ? 1 : 5,
    async client => 1000 / (await measureCalls(origin, client, load, 'cpuMs')),
  );
  const perSecond = (name: ClientName) => `${numberText(medianOf(measured.get(name)))}/s`;
  const row = (name: 'ours' | 'oursInline', floor: ClientName, how: string): Row => {
    const ratio = ratioOf(measured.get(name), measured.get('peer'));
    return {
      id: 'e',
      what: `calls per second and core, 64 at once, images of 1 KB, ${how}`,
      against: '@ai-sdk/xai',
      mustBe: 'at least 1.20x',
      measured: ratioText(ratio),
      figures: `${perSecond(name)} against ${perSecond('peer')}; bare fetch with the same work on the wire ${perSecond(floor)}`,
      isMet: ratio.median >= 1.2,
    };
  };
  return {
    rows: [
      row('ours', 'floor', 'by address, the default'),
      row('oursInline', 'floorInline', "with `responseFormat: 'b64_json'`, as @ai-sdk/xai asks"),
    ],
  };
}
