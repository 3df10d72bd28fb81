import type { ClientName } from '../clients/client.ts';
import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan } from '../report/row.ts';
import { measureCalls } from './generate.ts';

const clients: readonly ClientName[] = ['oursInline', 'peer', 'floorInline', 'ours', 'floor'];

/** Most CPU that ours may take, as a multiple of the peer's. */
const most = 1.05;

/** e: CPU of a call for one image of 1 KB inside the answer, as both can ask for it, 64 at once, after as many that warm up. */
export async function measureSmallAnswers({ origin, isSmoke }: Plan): Promise<Findings> {
  const load = { bytes: 1024, concurrency: 64, ...(isSmoke ? { calls: 64 } : { calls: 5000, warmup: 5000 }) };
  const measured = await measureInTurn(clients, isSmoke ? 1 : 5, client =>
    measureCalls(origin, client, load, 'cpuMs'),
  );
  const cpu = (name: ClientName) => `${(1000 * medianOf(measured.get(name))).toFixed(0)} µs`;
  const ratio = ratioOf(measured.get('oursInline'), measured.get('peer'));
  const perSecond = numberText(1000 / medianOf(measured.get('oursInline')));
  return {
    rows: [
      {
        id: 'e',
        what: 'CPU of a call, 64 at once, one image of 1 KB inside the answer (`b64_json`)',
        against: '@ai-sdk/xai, which asks for nothing else',
        mustBe: `at most ${most.toFixed(2)}x`,
        measured: ratioText(ratio),
        figures: `${cpu('oursInline')} (${perSecond} calls/s) against ${cpu('peer')}; bare fetch ${cpu('floorInline')}; by address, the default, which is two requests, ${cpu('ours')}, bare fetch ${cpu('floor')}`,
        isMet: ratio.median <= most,
      },
    ],
  };
}
