import type { Row } from './row.ts';

/** Writes the report: the table, what is missed and why, and how it was measured. */
export function toMarkdown(
  rows: readonly Row[],
  context: {
    readonly machine: string;
    readonly isSmoke: boolean;
    readonly reasons: ReadonlyMap<string, string>;
  },
): string {
  const { machine, isSmoke, reasons } = context;
  const missed = rows.filter(row => !row.isMet);
  const lines = [
    '# Benchmarks',
    '',
    isSmoke
      ? 'A smoke run: it shows that every benchmark runs. Its figures mean nothing.'
      : `Each ratio is the median of several runs with its minimum and maximum. Both sides were measured in turn, in processes of their own, against a server process that sends prebuilt bodies. ${machine}`,
    '',
    '| # | what | against | must be | measured | figures | met |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      ({ id, what, against, mustBe, measured, figures, isMet }) =>
        `| ${[id, what, against, mustBe, measured, figures, isMet ? 'yes' : '**no**'].join(' | ')} |`,
    ),
    '',
  ];
  if (missed.length > 0 && !isSmoke) {
    lines.push('## Missed', '');
    for (const id of new Set(missed.map(row => row.id))) {
      lines.push(`- **${id}**: ${reasons.get(id) ?? 'Not explained yet.'}`);
    }
    lines.push('');
  }
  return lines.join('\n');
}
