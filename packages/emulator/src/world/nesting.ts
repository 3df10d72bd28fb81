/** Whether arrays and objects stand in each other more than `most` deep in a JSON text, whether or not that is well formed. */
export function isNestedDeeper(json: string, most: number): boolean {
  let depth = 0;
  let isText = false;
  for (const [mark] of json.matchAll(/\\.|["[\]{}]/gs)) {
    if (mark === '"') isText = !isText;
    else if (!isText && mark.length === 1) depth += mark === '[' || mark === '{' ? 1 : -1;
    if (depth > most) return true;
  }
  return false;
}
