import type * as z from 'zod/v4';
import type { Stop } from '../exit/stop.ts';
import type { Output } from '../output/output.ts';
import type { ServiceChoice } from '../services/choice.ts';
import type { FlagSchema } from './flag.ts';

/** What stands on the command line beside flags. */
export interface Argument {
  /** In the words of commander: `<id>`, `[prompt]`, `[files...]`. */
  readonly syntax: string;
  readonly words: string;
}

/** What a command is called with. */
export interface Call<VALUES> {
  readonly values: VALUES;
  /** The options of the model that were given as flags, by their names in its schema. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly args: readonly string[];
  readonly service: ServiceChoice;
  /** Whether somebody asked for it; else it is the default. */
  readonly isServiceGiven: boolean;
  /** The id of the model, where one was given. */
  readonly model: string;
  readonly output: Output;
  readonly stop: Stop;
}

/** A command, as it is written. */
export interface CommandSource<SCHEMA extends FlagSchema> {
  readonly arguments?: readonly Argument[];
  readonly flags: SCHEMA;
  /** Whether it asks a service, and so has `--service` and `--model`. */
  readonly takesService?: boolean;
  /** Whether the options of the model are flags as well. */
  readonly takesModelOptions?: boolean;
  /** Lines below the help. */
  readonly examples: readonly string[];
  /** Resolves with the code that the process ends with. */
  readonly run: (call: Call<z.output<SCHEMA>>) => Promise<number>;
}

/** A command, ready to be called with values that are checked one by one. */
export interface CommandDefinition extends Omit<CommandSource<FlagSchema>, 'run'> {
  readonly run: (call: Call<unknown>) => Promise<number>;
}

/**
 * Makes a command of its flags and what it does.
 *
 * @example
 * export const models = defineCommand({ flags: z.strictObject({}), examples: [], run: async () => 0 });
 */
export function defineCommand<SCHEMA extends FlagSchema>(source: CommandSource<SCHEMA>): CommandDefinition {
  return { ...source, run: call => source.run({ ...call, values: source.flags.parse(call.values) }) };
}
