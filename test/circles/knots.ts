/** Files of which each imports the next, and the last one the first. */
export type Circle = readonly string[];

/** How many circles of a knot are told: the shortest ones, with which to begin. */
const told = 3;

/** Tells circles that share files together, with the shortest of them. */
export function toKnots(circles: readonly Circle[]): string[] {
  const knots: { files: Set<string>; circles: Circle[] }[] = [];
  for (const circle of circles) {
    const touched = knots.filter(({ files }) => circle.some(file => files.has(file)));
    const knot = {
      files: new Set([...circle, ...touched.flatMap(({ files }) => [...files])]),
      circles: [circle, ...touched.flatMap(other => other.circles)],
    };
    for (const other of touched) knots.splice(knots.indexOf(other), 1);
    knots.push(knot);
  }
  return knots.map(knot => toSentence(knot.files.size, knot.circles));
}

function toSentence(files: number, circles: readonly Circle[]): string {
  const shortest = new Map(
    circles
      .toSorted((one, other) => one.length - other.length)
      .map(circle => [[...circle].toSorted().join(), circle]),
  );
  const lines = [...shortest.values()]
    .slice(0, told)
    .map(circle => `  ${[...circle, circle[0]].join(' -> ')}`);
  return [`${files} files import each other in a circle:`, ...lines].join('\n');
}
