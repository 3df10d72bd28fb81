/** Thrown for arguments that make no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Which of the names are wanted: `--only=a,b` leaves out all others, `--except=a,b` leaves out these.
 *
 * @throws UsageError for another argument or an unknown name
 * @example
 * select(['--only=bun'], ['bun', 'deno']); // ['bun']
 */
export function select(args: readonly string[], names: readonly string[]): readonly string[] {
  let wanted = names;
  for (const argument of args) {
    const [, option, list = ''] = /^--(only|except)=(.+)$/.exec(argument) ?? [];
    const listed = list.split(',');
    const unknown = listed.filter(name => !names.includes(name));
    if (option === undefined || unknown.length > 0) {
      const cause = option === undefined ? `${argument} is no option` : `${unknown.join(', ')} is unknown`;
      const usage = `Use --only or --except with some of ${names.join(',')}.`;
      throw new UsageError(`Failed to choose runtimes: ${cause}. ${usage}`);
    }
    wanted = wanted.filter(name => listed.includes(name) === (option === 'only'));
  }
  return wanted;
}
