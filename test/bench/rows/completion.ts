import { numberText, type Findings, type Plan } from '../report/row.ts';
import { measureCompletion } from '../civitai-completion.ts';

/** i: from the end of a Civitai workflow on the server to the moment its client knows. */
export async function measureCivitai({ isSmoke }: Plan): Promise<Findings> {
  const { ours, sleepPoll } = await measureCompletion(isSmoke ? 1 : 20);
  return {
    rows: [
      {
        id: 'i',
        what: 'Civitai: completion on the server to resolved status',
        against: 'looking every 2 s',
        mustBe: 'median at most 20 ms',
        measured: `median ${milliseconds(ours.median)}, p95 ${milliseconds(ours.p95)}`,
        figures: `against median ${milliseconds(sleepPoll.median)}, p95 ${milliseconds(sleepPoll.p95)}`,
        isMet: ours.median <= 20,
      },
    ],
  };
}

function milliseconds(value: number): string {
  return `${numberText(value)} ms`;
}
