import type { Soak } from './soak.ts';

/** Most growth of the heap after warming up, as a share. */
const mostHeapGrowth = 0.1;

/** What is wrong with a run, in words; nothing if all is well. */
export function findFaults({ books, heapGrowth, resources, listeners, warnings }: Soak): string[] {
  const leaked = leakedResources(resources);
  const faults: readonly (readonly [boolean, string])[] = [
    [books.lost > 0, `${books.lost} images were billed and lost without a word`],
    [books.billedTwice > 0, `${books.billedTwice} images were billed twice`],
    [books.unbilled > 0, `${books.unbilled} images were delivered without a bill`],
    [books.untyped > 0, `${books.untyped} errors have no type`],
    [heapGrowth > mostHeapGrowth, `the heap grew by ${percent(heapGrowth)}`],
    [leaked.length > 0, `left open: ${leaked.join(', ')}`],
    [listeners > 0, `${listeners} listeners are left on the signal`],
    [warnings.length > 0, `Node.js warned: ${warnings.join('; ')}`],
  ];
  return faults.flatMap(([isFault, words]) => (isFault ? [words] : []));
}

/** The figures as a table. */
export function toReport({ books, ...run }: Soak, faults: readonly string[]): string {
  const errors = Object.entries(books.errors).map(([name, count]) => `${name} ${count}`);
  const rows = {
    'images asked for, in calls': `${books.asked} in ${books.calls}`,
    'requests, seconds': `${run.requests}, ${run.seconds.toFixed(1)}`,
    'images billed': books.billed,
    'delivered, fetched again': `${books.delivered}, ${books.recovered}`,
    'billed and not delivered, with a word about the money': books.told,
    'billed and lost without a word': books.lost,
    'billed twice': books.billedTwice,
    errors: errors.join(', ') || 'none',
    'heap after each round, MB': run.heap.map(bytes => (bytes / 1e6).toFixed(1)).join(', '),
    'heap growth after warming up': percent(run.heapGrowth),
    'sockets, timers and pipes before': run.resources.before.join(', '),
    'and after': run.resources.after.join(', '),
    'listeners left on the shared signal': run.listeners,
  };
  const lines = Object.entries(rows).map(([name, value]) => `| ${name} | ${value} |`);
  const verdict = faults.length === 0 ? 'Nothing is wrong.' : `Wrong: ${faults.join('; ')}.`;
  return `# Soak\n\n| | |\n| --- | --- |\n${lines.join('\n')}\n\n${verdict}\n`;
}

/** What is open after the run and was not before. */
function leakedResources({ before, after }: Soak['resources']): string[] {
  const known = [...before];
  return after.filter(resource => {
    const place = known.indexOf(resource);
    if (place >= 0) known.splice(place, 1);
    return place < 0;
  });
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
