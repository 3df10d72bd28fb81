import { groupBy } from './group-by.ts';
import type { CellResult } from './run-cell.ts';

/** Every message of the matrix once, with how often and in which cells it came, as a page. */
export function toMessagePage(results: readonly CellResult[]): string {
  const messages = results.flatMap(result =>
    result.end === 'aborted'
      ? []
      : result.message.split('\n').map(text => ({ text: withoutIds(text), result })),
  );
  const groups = groupBy(
    messages.filter(({ text }) => text !== ''),
    ({ text, result }) => `${result.end}: ${text}`,
  );
  const entries = [...groups].toSorted(([one], [other]) => one.localeCompare(other));
  return `# Messages of the fault matrix\n\n${entries.map(([text, alike]) => `- ${text}\n  ${cellsIn(alike.map(({ result }) => result))}`).join('\n')}\n`;
}

function cellsIn(results: readonly CellResult[]): string {
  const names = new Set(
    results.map(({ cell: { row, mode, backend } }) => `${row.at} ${row.name} (${mode}, ${backend.name})`),
  );
  const [first, second, ...others] = names;
  return `_${[first, second].filter(Boolean).join('; ')}${others.length > 0 ? ` and ${others.length} more` : ''}_`;
}

function withoutIds(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '<uuid>')
    .replaceAll(/\b\d+-\d{14,}\b/g, '<workflow>')
    .replaceAll(/https:\/\/[^\s']+[?/][^\s']{20,}/g, url => `${new URL(url).origin}/<path>`);
}
