import type { ClientName } from '../clients/client.ts';
import { figureOf, measureInChild } from '../harness/child.ts';
import { measureInTurn, medianOf } from '../harness/in-turn.ts';
import { numberText, type Findings, type Plan } from '../report/row.ts';
import { summarise } from '../statistics.ts';

/** j: memory of a call that waits for its answer, and whether it grows. */
export async function measurePending({ origin, isSmoke }: Plan): Promise<Findings> {
  const calls = isSmoke ? 20 : 1000;
  const waitMs = isSmoke ? 50 : 5000;
  const growth = new Map<ClientName, number[]>();
  const measured = await measureInTurn<ClientName>(
    ['ours', 'peer', 'floor'],
    isSmoke ? 1 : 3,
    async client => {
      const parameters = { client, origin, calls, waitMs };
      const figures = await measureInChild('scenarios/pending.ts', parameters, ['--expose-gc']);
      growth.set(client, [...(growth.get(client) ?? []), figureOf(figures, 'grownKilobytes')]);
      return figureOf(figures, 'kilobytes');
    },
  );
  const floor = measured.get('floor') ?? [];
  const over = summarise(
    (measured.get('ours') ?? []).map((figure, run) => figure - (floor[run] ?? Number.NaN)),
  );
  const grown = summarise(growth.get('ours') ?? []);
  const [ours, peer, bare] = [measured.get('ours'), measured.get('peer'), floor].map(medianOf);
  return {
    rows: [
      {
        id: 'j',
        what: `${calls} calls at once: memory of a call that waits`,
        against: 'bare fetch',
        mustBe: 'at most 64 KB over it; nothing grows with time',
        measured: `${kilobytes(over.median)} (${numberText(over.min)}–${numberText(over.max)}) over it; ${kilobytes(grown.median)} more after ${waitMs / 1000} s`,
        figures: `${kilobytes(ours ?? Number.NaN)} against ${kilobytes(bare ?? Number.NaN)}; @ai-sdk/xai ${kilobytes(peer ?? Number.NaN)}`,
        isMet: over.median <= 64 && grown.median <= 1,
      },
    ],
  };
}

function kilobytes(value: number): string {
  return `${numberText(value)} KB`;
}
