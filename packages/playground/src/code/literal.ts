/**
 * A value as a person writes it in TypeScript: single quotes, names without quotes, short objects in one line.
 *
 * @param indent - spaces that stand before the line it begins in
 * @example
 * toLiteral({ resolution: '2k' }); // "{ resolution: '2k' }"
 */
export function toLiteral(value: unknown, indent = 0): string {
  if (typeof value === 'string') return toText(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Array.isArray(value)
    ? value.map(entry => toLiteral(entry, indent + 2))
    : Object.entries(value).map(([name, entry]) => `${toName(name)}: ${toLiteral(entry, indent + 2)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) return `${open}${close}`;
  const space = Array.isArray(value) ? '' : ' ';
  const line = `${open}${space}${entries.join(', ')}${space}${close}`;
  if (line.length <= 80 && !line.includes('\n')) return line;
  const pad = ' '.repeat(indent + 2);
  return `${open}\n${entries.map(entry => `${pad}${entry},\n`).join('')}${' '.repeat(indent)}${close}`;
}

/** A text in single quotes. */
export function toText(text: string): string {
  const inside = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`);
  return `'${inside}'`;
}

function toName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : toText(name);
}

/** A word of a shell, quoted so that nothing in it means anything. */
export function toShellWord(text: string): string {
  return /^[\w./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
