/**
 * Reads a JSON text.
 *
 * @param most how deep arrays and objects may stand in each other.
 * @throws {SyntaxError} if it is none, or deeper.
 */
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
