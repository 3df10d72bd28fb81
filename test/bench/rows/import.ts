import { figureOf, measureInChild } from '../harness/child.ts';
import { measureInTurn, medianOf, ratioOf } from '../harness/in-turn.ts';
import { numberText, ratioText, type Findings, type Plan, type Row } from '../report/row.ts';

/** f: what importing a provider costs beside `ai`, which the app imports anyway. */
export async function measureImport({ isSmoke }: Plan): Promise<Findings> {
  const packages = { ours: '@grok-image/xai', peer: '@ai-sdk/xai' } as const;
  const memory = new Map<keyof typeof packages, number[]>();
  const time = await measureInTurn(['ours', 'peer'], isSmoke ? 1 : 15, async name => {
    const figures = await measureInChild('scenarios/import.ts', { specifier: packages[name] }, [
      '--expose-gc',
    ]);
    memory.set(name, [...(memory.get(name) ?? []), figureOf(figures, 'rssMb')]);
    return figureOf(figures, 'ms');
  });
  const row = (what: string, unit: string, measured: typeof memory): Row => {
    const ratio = ratioOf(measured.get('ours'), measured.get('peer'));
    return {
      id: 'f',
      what: `import: extra ${what} over \`import 'ai'\``,
      against: '@ai-sdk/xai',
      mustBe: 'at most 0.25x',
      measured: ratioText(ratio),
      figures: `${numberText(medianOf(measured.get('ours')))} ${unit} against ${numberText(medianOf(measured.get('peer')))} ${unit}`,
      isMet: ratio.median <= 0.25,
    };
  };
  return { rows: [row('time', 'ms', time), row('RSS', 'MB', memory)] };
}
