import { aiSdks } from '../../contract/harness/ai-sdk.ts';
import type { Backend } from '../matrix/backends.ts';
import { absentCells } from '../matrix/cells.ts';
import { groupBy } from './group-by.ts';
import type { CellResult } from './run-cell.ts';
import { totalsHead, totalsLine } from './totals.ts';

/** All cells of one run. */
export interface Run {
  readonly ours: readonly CellResult[];
  readonly peer: readonly CellResult[];
  readonly backends: readonly Backend[];
}

const legend = `Each cell makes one call of \`generateImage\` with its default \`maxRetries\` while one thing goes wrong: for one request
(once), for every request of its kind (always), or for one request upon which the caller aborts (aborted). Time is virtual, pictures are
real, the ledger is the emulator's. Numbers are images, except where the head says otherwise.

- **billed**: on the ledger when all is over, refunds taken off.
- **delivered**: in the result of \`generateImage\`.
- **recovered**: billed, not delivered, but collected without another charge once the fault was gone, by what the error or a warning gives:
  \`retryDownload()\`, an id to pass back, an address.
- **told**: billed and gone for good, and the error or a warning says that money was or may have been spent.
- **given up**: billed and gone for good after the caller itself aborted.
- **billed twice**: billed beyond what was asked for.
- **lost**: billed, asked for, not delivered, not recovered, not given up, and nothing says so. A message that says that nothing was billed
  counts as saying nothing.
- **untyped errors**: errors, or errors within a \`RetryError\`, that are no \`AISDKError\`; the reason of an abort is the caller's own.
- **never ends**: nothing had come of the call after ten minutes. Ours have a time limit of their own, here 30 s.
`;

/** The whole matrix as a page. */
export function toReport({ ours, peer, backends }: Run): string {
  const peerNames = new Set(peer.map(({ cell }) => cell.backend.name));
  const same = ours.filter(({ cell }) => cell.sdk.major === 7 && peerNames.has(cell.backend.name));
  return `# Fault matrix

\`npx -y pnpm@12 faults\` wrote this. ${ours.length} cells of ours, ${peer.length} of \`@ai-sdk/xai\` 5.0.12 with AI SDK 7.

${legend}
## Totals

${totalsHead}
${backends.flatMap(({ name }) => aiSdks.map(({ major }) => totalsLine(`${name}, AI SDK ${major}`, ours.filter(isOf(name, major))))).join('\n')}
${totalsLine('**all of ours**', ours)}

## The same cells in @ai-sdk/xai

AI SDK 7, xAI with base64 and Crazyrouter. \`@ai-sdk/xai\` asks for base64 always; here Crazyrouter answers it with addresses, as it is
known to do, because otherwise nothing would be downloaded.

${totalsHead}
${totalsLine('grok-image', same)}
${totalsLine('@ai-sdk/xai 5.0.12', peer)}
${[...peerNames].flatMap(name => [totalsLine(`grok-image, ${name}`, same.filter(isOf(name, 7))), totalsLine(`@ai-sdk/xai, ${name}`, peer.filter(isOf(name, 7)))]).join('\n')}

## Every cell of ours

Billable requests / billed / delivered, what was recovered, and how it ended. A text without a number of AI SDK is the same in all majors.

${cellTable(
  ours,
  backends.map(({ name }) => name),
)}

## Every cell of @ai-sdk/xai

${cellTable(peer, [...peerNames])}

## What cannot happen

| backend | faults | why |
| --- | --- | --- |
${absentTable(backends)}
`;
}

function isOf(name: string, major: number): (result: CellResult) => boolean {
  return ({ cell }) => cell.backend.name === name && cell.sdk.major === major;
}

function cellTable(results: readonly CellResult[], names: readonly string[]): string {
  const lines = groupBy(results, ({ cell: { row, mode } }) => `| ${row.at} | ${row.name} | ${mode} |`);
  const body = [...lines].map(([head, inLine]) => {
    const columns = names.map(name => textOf(inLine.filter(({ cell }) => cell.backend.name === name)));
    return `${head} ${columns.join(' | ')} |`;
  });
  return `| at | fault | lasts | ${names.join(' | ')} |\n|${' --- |'.repeat(names.length + 3)}\n${body.join('\n')}`;
}

function textOf(results: readonly CellResult[]): string {
  const texts = groupBy(results, result => describe(result));
  if (texts.size <= 1) return [...texts.keys()].join('');
  return [...texts]
    .map(([text, alike]) => `AI SDK ${alike.map(({ cell }) => cell.sdk.major).join(', ')}: ${text}`)
    .join('; ');
}

function describe(result: CellResult): string {
  const { submits, billed, delivered, recovered, billedTwice, lost, isTyped, end } = result;
  const notes = [
    recovered > 0 && `+${recovered}`,
    end.replace(/^AI_/, ''),
    billedTwice > 0 && `**${billedTwice} billed twice**`,
    lost > 0 && `**${lost} lost**`,
    !isTyped && '**untyped**',
  ];
  return `${submits} / ${billed} / ${delivered} ${notes.filter(Boolean).join(' ')}`;
}

function absentTable(backends: readonly Backend[]): string {
  const groups = groupBy(absentCells(backends), ({ backend, reason }) => `${backend.name}\n${reason}`);
  return [...groups]
    .map(([key, absent]) => {
      const [name, reason] = key.split('\n');
      return `| ${name} | ${absent.map(({ row }) => `${row.at}: ${row.name}`).join('; ')} | ${reason} |`;
    })
    .join('\n');
}
