import { figureOf, measureInChild, type Figures } from '../harness/child.ts';
import type { Places } from '../harness/installation.ts';
import { measureInTurn, medianOf } from '../harness/in-turn.ts';
import { numberText, type Findings, type Plan, type Row } from '../report/row.ts';

const specifiers = {
  alone: '',
  ours: '@grok-image/xai',
  peer: '@ai-sdk/xai',
  stack: '@grok-image/middleware',
} as const;
type Name = keyof typeof specifiers;
const names: readonly Name[] = ['alone', 'ours', 'peer', 'stack'];

/** Most that ours may add to an app, as a multiple of what the peer adds. */
const most = 0.25;

/** Most CPU that the stack may add to it, in milliseconds. */
const mostOfStack = 10;

/**
 * f: what importing a provider adds to importing `ai`, each installed as a user would. The time is that of the CPU: it is
 * the same on a busy machine.
 */
export async function measureImport({ isSmoke }: Plan, places: Places): Promise<Findings> {
  const runs = new Map<Name, Figures[]>();
  await measureInTurn(names, isSmoke ? 1 : 25, async name => {
    const figures = await measureInChild(
      'scenarios/import.ts',
      { loader: places[name].loader, specifier: specifiers[name] },
      ['--expose-gc'],
    );
    runs.set(name, [...(runs.get(name) ?? []), figures]);
    return figureOf(figures, 'cpuMs');
  });

  const median = (name: Name, figure: string): number =>
    medianOf(runs.get(name)?.map(figures => figureOf(figures, figure)));
  const extra = (name: Name, figure: string): number => median(name, figure) - median('alone', figure);
  const text = (figure: string, unit: string): string =>
    `${numberText(extra('ours', figure))} ${unit} against ${numberText(extra('peer', figure))} ${unit}`;
  const row = (what: string, figure: string, figures: string): Row => {
    const ratio = extra('ours', figure) / extra('peer', figure);
    return {
      id: 'f',
      what: `import: ${what} over \`import 'ai'\` alone`,
      against: '@ai-sdk/xai, installed beside `ai`',
      mustBe: `at most ${most.toFixed(2)}x`,
      measured: `${ratio.toFixed(2)}x`,
      figures,
      isMet: ratio <= most,
    };
  };
  const ofStack = extra('stack', 'cpuMs');
  const ofAi = `${numberText(median('alone', 'cpuMs'))} ms for \`ai\``;
  return {
    rows: [
      row('extra CPU', 'cpuMs', `${text('cpuMs', 'ms')} (on the clock ${text('ms', 'ms')}); ${ofAi}`),
      {
        id: 'f',
        what: "import: extra CPU of `@grok-image/middleware` over `import 'ai'` alone",
        against: 'nothing like it',
        mustBe: `at most ${mostOfStack} ms`,
        measured: `${numberText(ofStack)} ms`,
        figures: `on the clock ${numberText(extra('stack', 'ms'))} ms; ${ofAi}`,
        isMet: ofStack <= mostOfStack,
      },
      row('extra RSS', 'rssMb', text('rssMb', 'MB')),
    ],
  };
}
