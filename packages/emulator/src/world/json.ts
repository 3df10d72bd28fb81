/** Throws a SyntaxError if arrays and objects stand more than `most` deep in each other, as the parsers of the services do. */
export function parseJson(text: string, most: number): unknown {
  let depth = 0;
  let isText = false;
  for (const [mark] of text.matchAll(/\\.|["[\]{}]/gs)) {
    if (mark === '"') isText = !isText;
    else if (!isText && mark.length === 1) depth += mark === '[' || mark === '{' ? 1 : -1;
    if (depth > most) throw new SyntaxError(`it is more than ${most} levels deep`);
  }
  return JSON.parse(text);
}
