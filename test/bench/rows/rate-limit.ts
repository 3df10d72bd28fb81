import { figureOf, measureInChild } from '../harness/child.ts';
import { startService } from '../harness/service.ts';
import { summarise } from '../statistics.ts';
import { numberText, ratioText, type Findings, type Plan } from '../report/row.ts';

const perSecond = 5;

/** h: many calls at once against the documented limit of xAI, which the emulator keeps. */
export async function measureRateLimit({ isSmoke }: Plan): Promise<Findings> {
  const calls = isSmoke ? 6 : 60;
  const ratios: number[] = [];
  const figures: string[] = [];
  const succeeded = { ours: new Array<number>(), peer: new Array<number>() };
  let refused = 0;
  for (let run = 0; run < (isSmoke ? 1 : 3); run++) {
    const ours = await measure('ours', calls);
    const idealMs = (Math.ceil(calls / perSecond) - 1) * 1000 + figureOf(ours, 'oneMs');
    ratios.push(figureOf(ours, 'wallMs') / idealMs);
    refused += figureOf(ours, 'refused');
    figures.push(`${numberText(figureOf(ours, 'wallMs'))} of ${numberText(idealMs)} ms`);
    succeeded.ours.push(figureOf(ours, 'succeeded'));
    succeeded.peer.push(figureOf(await measure('peer', calls), 'succeeded'));
  }
  const ratio = summarise(ratios);
  const [ours, peer] = [summarise(succeeded.ours), summarise(succeeded.peer)];
  return {
    rows: [
      {
        id: 'h',
        what: `${calls} calls at once under 5 requests/s and 300/min, with \`rateLimit: 'xai'\``,
        against: 'the ideal schedule',
        mustBe: `all ${calls} succeed, no 429, at most 1.05x`,
        measured: `${ours.min} of ${calls} succeed, ${refused} answers 429, ${ratioText(ratio)}`,
        figures: `${figures.join(', ')}; of @ai-sdk/xai ${peer.median} (${peer.min}–${peer.max}) succeed`,
        isMet: ours.min === calls && refused === 0 && ratio.median <= 1.05,
      },
    ],
    charts: [
      {
        name: 'rate-limit',
        title: `Of ${calls} calls at once under xAI's limit, succeeded`,
        unit: 'calls',
        bars: [
          { label: 'grok-image', value: ours.median },
          { label: '@ai-sdk/xai', value: peer.median },
        ],
      },
    ],
  };
}

/** Every client gets an emulator of its own: the account of another one is spent. */
async function measure(client: 'ours' | 'peer', calls: number) {
  const emulator = await startService('emulator');
  try {
    const parameters = { client, calls, baseURL: `${emulator.origin}/xai/v1`, apiKey: 'xai-key' };
    return await measureInChild('scenarios/rate-limit.ts', parameters);
  } finally {
    await emulator.close();
  }
}
