import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan, type Row } from '../report/row.ts';
import { measureCalls } from './generate.ts';

/** e: calls for one image of 1 KB that a second of CPU is enough for, 64 at once. */
export async function measureSmallAnswers({ origin, isSmoke }: Plan): Promise<Findings> {
  const load = { bytes: 1024, concurrency: 64, ...(isSmoke ? { calls: 64 } : { calls: 2000, warmup: 500 }) };
  const measured = await measureInTurn(
    ['ours', 'oursInline', 'peer', 'floor'],
    isSmoke ? 1 : 5,
    async client => 1000 / (await measureCalls(origin, client, load, 'cpuMs')),
  );
  const [peer, floor] = [medianOf(measured.get('peer')), medianOf(measured.get('floor'))];
  const row = (name: 'ours' | 'oursInline', how: string): Row => {
    const ratio = ratioOf(measured.get(name), measured.get('peer'));
    return {
      id: 'e',
      what: `calls per second and core, 64 at once, images of 1 KB, ${how}`,
      against: '@ai-sdk/xai',
      mustBe: 'at least 1.20x',
      measured: ratioText(ratio),
      figures: `${numberText(medianOf(measured.get(name)))}/s against ${numberText(peer)}/s; bare fetch of an address and its image ${numberText(floor)}/s`,
      isMet: ratio.median >= 1.2,
    };
  };
  return {
    rows: [
      row('ours', 'by address, the default'),
      row('oursInline', "with `responseFormat: 'b64_json'`, as @ai-sdk/xai asks"),
    ],
  };
}
