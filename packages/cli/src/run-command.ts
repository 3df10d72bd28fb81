import { parseArgs } from 'node:util';
import { invalidArgumentInWords } from '@grok-image/core';
import { suggestion } from '@grok-image/core/internal';
import { CommanderError } from 'commander';
import { commands, type CommandEntry } from './commands/table.ts';
import { listenForStop } from './exit/stop.ts';
import { addFlags, createCommand, givenFlags, toSentence } from './flags/commander.ts';
import type { CommandDefinition } from './flags/definition.ts';
import { flagsOf, type Flag } from './flags/flag.ts';
import { readOptionPairs } from './flags/option-pairs.ts';
import { optionFlags, serviceFlags, sharedFlags } from './flags/shared-flags.ts';
import { readValues, type Sources } from './flags/values.ts';
import type { Output, OutputStream } from './output/output.ts';
import { chooseService, type ServiceChoice } from './services/choice.ts';
import { defaultModel, modelOptionsSchema } from './services/model-options.ts';
import { configFileName, readConfigFile, type Config } from './settings/config-file.ts';

/**
 * Reads the command line of a command and runs it.
 *
 * @param args - what stands behind its name
 * @throws InvalidArgumentError, in the words of the command line, before anything is sent; what the command throws
 */
export async function runCommand(
  entry: CommandEntry,
  args: readonly string[],
  { folder, out, output }: { readonly folder: string; readonly out: OutputStream; readonly output: Output },
): Promise<number> {
  const definition = await entry.load();
  const config = readConfigFile(
    folder,
    entry.name,
    commands.map(({ name }) => name),
  );
  const { service, isServiceGiven, model } = peek(args, config);
  const sets = await flagSets(definition, service, model);
  const parsed = parse(entry, { definition, sets, args, out });
  if (parsed === undefined) return 0;
  const { given, operands } = parsed;
  const sources: Sources = {
    given,
    environment: process.env,
    config: config.flags,
    configName: `${configFileName}: ${entry.name}`,
  };
  const all = [...sets.own, ...sets.options];
  refuseUnknown(config, entry.name, all);
  const values = readValues(sets.own, sources);
  const { option } = readValues(optionFlags, { ...sources, environment: {} });
  const pairs = Array.isArray(option) ? option.map(String) : [];
  const options = { ...readValues(sets.options, sources), ...readOptionPairs(pairs, sets.options) };
  const stop = listenForStop(line => output.note(line));
  try {
    return await definition.run({
      values,
      options,
      args: operands,
      service,
      isServiceGiven,
      model,
      output,
      stop,
    });
  } finally {
    stop.end();
  }
}

/** The flags of a command by what they are about. */
interface FlagSets {
  readonly own: readonly Flag[];
  /** Of the model. */
  readonly options: readonly Flag[];
  /** All that the command line may have, by their headings. */
  readonly groups: readonly (readonly [heading: string, flags: readonly Flag[]])[];
}

async function flagSets(
  { flags, takesService, takesModelOptions }: CommandDefinition,
  service: ServiceChoice,
  model: string,
): Promise<FlagSets> {
  const own = flagsOf(flags);
  const names = new Set(own.map(({ name }) => name));
  const schema = takesModelOptions ? await modelOptionsSchema(service, model) : undefined;
  const options = schema === undefined ? [] : flagsOf(schema);
  // A flag of the command wins; `--option` says the other.
  const shown = options.filter(({ name }) => !names.has(name));
  return {
    own,
    options,
    groups: [
      ['Flags:', [...own, ...(takesService ? serviceFlags : []), ...sharedFlags]],
      [`Options of ${model} at ${service.label}:`, schema === undefined ? [] : [...shown, ...optionFlags]],
    ],
  };
}

/** Service and model, which say what else there is. */
function peek(
  args: readonly string[],
  config: Config,
): { readonly service: ServiceChoice; readonly isServiceGiven: boolean; readonly model: string } {
  const { values } = parseArgs({
    args: [...args],
    options: { service: { type: 'string' }, model: { type: 'string', short: 'm' } },
    strict: false,
    allowPositionals: true,
  });
  const { GROK_IMAGE_SERVICE: service, GROK_IMAGE_MODEL: model } = process.env;
  const found = [
    ['--service', values.service],
    ['GROK_IMAGE_SERVICE', service?.trim() || undefined],
    [`${configFileName}: service`, config.service],
  ].find(([, value]) => value !== undefined);
  const [place, value] = found ?? ['--service', 'xai'];
  return {
    service: chooseService(value, String(place)),
    isServiceGiven: found !== undefined,
    model: String(values.model ?? (model?.trim() || undefined) ?? config.model ?? defaultModel),
  };
}

/** What commander makes of the command line; `undefined` once it has shown the help. */
function parse(
  { name, summary }: CommandEntry,
  {
    definition,
    sets: { groups },
    args,
    out,
  }: {
    readonly definition: CommandDefinition;
    readonly sets: FlagSets;
    readonly args: readonly string[];
    readonly out: OutputStream;
  },
): { readonly given: Record<string, unknown>; readonly operands: readonly string[] } | undefined {
  const command = createCommand(`grok-image ${name}`, out)
    .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
    .usage(['[flags]', ...(definition.arguments ?? []).map(({ syntax }) => syntax)].join(' '));
  for (const { syntax, words } of definition.arguments ?? []) command.argument(syntax, words);
  for (const [heading, flags] of groups) addFlags(command, flags, heading);
  if (definition.examples.length > 0) {
    command.addHelpText('after', `\n${definition.examples.map(line => `  ${line}`).join('\n')}`);
  }
  command.action(() => {});
  const flags = groups.flatMap(([, group]) => group);
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const sentence = toSentence(error, { flags, commands: commands.map(one => one.name) });
    if (sentence === undefined) return undefined;
    throw sentence;
  }
  return { given: givenFlags(command, flags), operands: command.args };
}

/** A name with a slip in the configuration file would be passed over in silence. */
function refuseUnknown({ flags }: Config, command: string, known: readonly Flag[]): void {
  const names = known.map(({ name }) => name);
  for (const name of Object.keys(flags)) {
    if (names.includes(name)) continue;
    const found = 'an unknown name';
    const field = `${configFileName}: ${command}: ${name}`;
    throw invalidArgumentInWords(field, found, suggestion([name], names));
  }
}
