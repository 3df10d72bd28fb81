/** One thing that a scenario shows. */
export interface Row {
  readonly what: string;
  readonly wanted: string;
  readonly measured: string;
  readonly isMet: boolean;
}

/** The rows as a table of Markdown. */
export function toMarkdown(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, wanted, measured, isMet }) =>
      `| ${what} | ${wanted} | ${measured} | ${isMet ? 'yes' : '**no**'} |`,
  );
  return ['| what | wanted | measured | met |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
