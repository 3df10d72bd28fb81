import type { CallReport } from './host.ts';
import type { Runtime } from './runtimes.ts';

/** What became of one runtime. */
export type Trial =
  | { readonly name: string; readonly isLeftOut: true }
  | { readonly name: string; readonly version?: string; readonly reason: string }
  | {
      readonly name: string;
      readonly version: string;
      readonly expected: Runtime['expected'];
      readonly calls: readonly CallReport[];
    };

/** How many calls a runtime reports. */
const callsOfRuntime = 13;

/** The table, what the runtimes noted, and whether all that was wanted went well. */
export function toMarkdown(trials: readonly Trial[]): { markdown: string; isGood: boolean } {
  const columns = trials.flatMap(trial => ('calls' in trial ? [trial.calls.map(({ name }) => name)] : []))[0];
  const head = ['runtime', 'version', ...(columns ?? ['calls'])];
  const table = toTable([head, ...trials.map(toCells)]);
  const problems = trials.flatMap(problemsOf);
  const ran = trials.filter(trial => 'calls' in trial).length;
  const summary = `${ran} of ${trials.length} runtimes, ${problems.length} problems`;
  const parts = [table, toList('Noted', notesOf(trials)), toList('Problems', problems), summary];
  const markdown = `${parts.filter(part => part !== '').join('\n\n')}\n`;
  return { markdown, isGood: ran > 0 && problems.length === 0 };
}

function toCells(trial: Trial): readonly string[] {
  if ('isLeftOut' in trial) return [trial.name, '', 'left out'];
  if ('reason' in trial) return [trial.name, trial.version ?? '', 'not run'];
  const cells = trial.calls.map(call => (isGood(trial.expected, call) ? shortNoteOf(call) : 'FAILED'));
  return [trial.name, trial.version, ...cells];
}

function problemsOf(trial: Trial): readonly string[] {
  if ('isLeftOut' in trial) return [];
  if ('reason' in trial) return [`${trial.name}: not run: ${trial.reason}`];
  const failed = trial.calls.filter(call => !isGood(trial.expected, call));
  const problems = failed.map(call => `${trial.name}, ${call.name}: ${call.problem ?? call.note}`);
  const missing = callsOfRuntime - trial.calls.length;
  return missing === 0 ? problems : [...problems, `${trial.name}: ${missing} calls were not reported`];
}

/** What the runtimes said in sentences; those that said the same stand together. */
function notesOf(trials: readonly Trial[]): readonly string[] {
  const speakers = new Map<string, string[]>();
  for (const trial of trials) {
    for (const { name, note } of 'calls' in trial ? trial.calls : []) {
      if (!note?.includes(': ')) continue;
      const sentence = `${name}: ${note}`;
      speakers.set(sentence, [...(speakers.get(sentence) ?? []), trial.name]);
    }
  }
  return [...speakers].map(([sentence, names]) => `${names.join(', ')}: ${sentence}`);
}

function isGood(expected: Runtime['expected'], { name, note, problem }: CallReport): boolean {
  const start = expected[name];
  return problem === undefined && (start === undefined || note?.startsWith(start) === true);
}

function shortNoteOf({ note }: CallReport): string {
  return note === undefined ? 'ok' : `ok, ${note.split(': ')[0]}`;
}

function toList(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : [`${title}:`, '', ...entries.map(entry => `- ${entry}`)].join('\n');
}

/** Reads well in a terminal and as Markdown. */
function toTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, index) =>
    Math.max(3, ...lines.map(line => line[index]?.length ?? 0)),
  );
  const rule = widths.map(width => '-'.repeat(width));
  const [head = [], ...body] = lines;
  return [head, rule, ...body]
    .map(cells => `| ${widths.map((width, index) => (cells[index] ?? '').padEnd(width)).join(' | ')} |`)
    .join('\n');
}
