import { messageOf } from '../caller/errors.ts';
import type { Violation } from '../invariants/index.ts';
import { wordsOf } from '../invariants/facts.ts';
import type { Play } from '../play.ts';

/** A scenario as a literal that can be put into a file, without what is absent. */
function toLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(', ')}]`;
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' ? `'${value}'` : String(value);
  }
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined && !isIdle(entry));
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([name, entry]) => `${name}: ${toLiteral(entry)}`).join(', ')} }`;
}

/** A line of a script in which nothing happens. */
function isIdle(entry: unknown): boolean {
  if (typeof entry !== 'object' || entry === null || !('first' in entry)) return false;
  return (
    Array.isArray(entry.first) &&
    entry.first.length === 0 &&
    (!('always' in entry) || entry.always === undefined)
  );
}

/** Who sent what and when, what the ledger says, and what the callers were told. */
export function toTranscript(play: Play, violations: readonly Violation[]): string {
  const { calls, exchanges, bills } = play;
  const lines = exchanges.map(
    ({ atMs, call, role, method, url, reaction, note, seen, seenAtMs }) =>
      `${time(atMs)} call ${call} ${role ?? 'bytes'}: ${method} ${url.replace(/^https:\/\//, '')} [${reaction.works ? 'works' : 'does nothing'}; ${wordsOf(reaction)}]${note === undefined ? '' : ` ${note}`}\n${' '.repeat(12)}-> ${seen === undefined ? 'nothing is seen of it' : `${time(seenAtMs ?? 0).trim()} ${seen}`}`,
  );
  const books = bills.map(
    ({ number, id, wish, asked, cost, outcome, pictures, atMs, endsAtMs }) =>
      `  bill ${number} at ${atMs} ms: ${id} for wish ${wish}, ${asked} asked, costs ${cost}, ${outcome} at ${endsAtMs} ms: pictures ${pictures.map(picture => picture.number).join(', ') || 'none'}`,
  );
  const told = calls.map(call => {
    const words =
      call.end === 'result'
        ? `${call.images.length} pictures (${call.images.map(({ number }) => number).join(', ')})`
        : call.error === undefined
          ? ''
          : messageOf(call.error);
    const warnings = call.warnings.map(warning => `\n      warning: ${warning}`).join('');
    const events = call.progress.map(event => `\n      progress: ${JSON.stringify(event)}`).join('');
    const recovered =
      call.recovered.size > 0 ? `\n      collected afterwards: ${[...call.recovered].join(', ')}` : '';
    return `  call ${call.index} (${call.startedAtMs} to ${call.endedAtMs} ms) ${call.end}: ${words}${warnings}${events}${recovered}`;
  });
  return [
    'What broke:',
    ...violations.map(({ invariant, sign, text }) => `  ${invariant} | ${sign}\n    ${text}`),
    '',
    'Script:',
    `  ${toLiteral(play.scenario)}`,
    '',
    'Requests:',
    ...lines,
    '',
    'Ledger:',
    ...books,
    '',
    'Told:',
    ...told,
  ].join('\n');
}

function time(milliseconds: number): string {
  return `${String(Math.round(milliseconds)).padStart(8)} ms`;
}
