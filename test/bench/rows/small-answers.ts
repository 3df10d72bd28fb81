import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan } from '../report/row.ts';
import { measureCalls } from './generate.ts';

/** e: calls for one image of 1 KB that a second of CPU is enough for, 64 at once. */
export async function measureSmallAnswers({ origin, isSmoke }: Plan): Promise<Findings> {
  const load = { bytes: 1024, concurrency: 64, ...(isSmoke ? { calls: 64 } : { calls: 4000, warmup: 1000 }) };
  const measured = await measureInTurn(
    ['ours', 'peer'],
    isSmoke ? 1 : 9,
    async client => 1000 / (await measureCalls(origin, client, load, 'cpuMs')),
  );
  const ratio = ratioOf(measured.get('ours'), measured.get('peer'));
  const [ours, peer] = [medianOf(measured.get('ours')), medianOf(measured.get('peer'))];
  return {
    rows: [
      {
        id: 'e',
        what: 'calls per second and core, 64 at once, images of 1 KB',
        against: '@ai-sdk/xai',
        mustBe: 'at least 1.20x',
        measured: ratioText(ratio),
        figures: `${numberText(ours)}/s against ${numberText(peer)}/s`,
        isMet: ratio.median >= 1.2,
      },
    ],
  };
}
