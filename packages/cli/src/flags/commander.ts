import { Command, CommanderError, Option } from 'commander';
import { invalidArgumentInWords } from '@grok-image/core';
import { suggestion } from '@grok-image/core/internal';
import type { OutputStream } from '../output/output.ts';
import { shownName } from './values.ts';
import type { Flag } from './flag.ts';

/**
 * Puts flags on a command of commander, which reads the command line; what they mean is not its business.
 *
 * @param group - the heading above them in the help
 */
export function addFlags(command: Command, flags: readonly Flag[], group: string): void {
  for (const flag of flags) {
    const { short, isList, kind } = flag;
    const names = [short && `-${short}`, flag.flag].filter(Boolean).join(', ');
    const option = new Option(kind === 'switch' ? names : `${names} <${flag.value}>`, flag.words);
    if (isList) option.argParser((text: string, before: readonly string[] = []) => [...before, text]);
    command.addOption(option.helpGroup(group));
    if (kind === 'switch') command.addOption(new Option(`--no-${flag.flag.slice(2)}`).hideHelp());
  }
}

/** What commander found, by the names of flags; a switch that was not given is absent. */
export function givenFlags(command: Command, flags: readonly Flag[]): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const { name } of flags) {
    if (command.getOptionValueSource(name) === 'cli') given[name] = command.getOptionValue(name);
  }
  return given;
}

/** A command that throws instead of ending the process, and says nothing of its own but help. */
export function createCommand(name: string, out: OutputStream): Command {
  return new Command(name)
    .exitOverride()
    .addHelpOption(new Option('-h, --help', 'this text').helpGroup('Flags:'))
    .configureOutput({ outputError: () => {}, writeOut: text => out.write(text) })
    .optionsGroup('Flags:')
    .configureHelp({ helpWidth: Math.min(out.columns ?? 80, 100) });
}

/**
 * What commander does not accept, as a sentence with the flag, what was given, what is accepted and the nearest name.
 *
 * @returns `undefined` where the help or the version was asked for
 */
export function toSentence(
  error: CommanderError,
  { flags, commands }: { readonly flags: readonly Flag[]; readonly commands: readonly string[] },
): Error | undefined {
  if (error.exitCode === 0) return undefined;
  const [, named = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const [written = ''] = named.split(/[ ,=]/);
  switch (error.code) {
    case 'commander.unknownOption': {
      const known = flags.map(shownName);
      return invalidArgumentInWords(written, 'an unknown flag', suggestion([written], known));
    }
    case 'commander.unknownCommand':
      return invalidArgumentInWords('command', JSON.stringify(named), suggestion([named], commands));
    case 'commander.optionMissingArgument': {
      const flag = flags.find(one => named.includes(one.flag));
      return invalidArgumentInWords(flag ? shownName(flag) : written, 'nothing', flag?.value ?? 'a value');
    }
    case 'commander.missingArgument':
      return invalidArgumentInWords(named, 'nothing', `${named}, see --help`);
    case 'commander.excessArguments':
      return invalidArgumentInWords(
        'arguments',
        error.message.replace(/^error: |\.$/g, ''),
        'a prompt in quotes, and flags, see --help',
      );
    default:
      return invalidArgumentInWords(
        'command line',
        error.message.replace(/^error: /, ''),
        'what --help lists',
      );
  }
}
