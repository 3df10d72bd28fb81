import { invalidArgumentInWords } from '@grok-image/core';
import { suggestion } from '@grok-image/core/internal';
import { commands } from './commands/table.ts';
import { report } from './exit/report.ts';
import { createCommand } from './flags/commander.ts';
import { createOutput, type OutputStream } from './output/output.ts';
import { runCommand } from './run-command.ts';
import { loadEnvFile } from './settings/env-file.ts';
import { versionOfCommand } from './settings/version.ts';

/** Where a command is called. */
export interface Surroundings {
  /** The folder that files and settings are looked for in. */
  readonly folder: string;
  readonly out: OutputStream;
  readonly errors: OutputStream;
}

/**
 * Runs a command line.
 *
 * @param args - without the names of Node.js and of the program
 * @returns the code that the process ends with, see `exitCodes`
 * @example
 * process.exitCode = await main(['generate', 'A cat in a tree']);
 */
export async function main(
  args: readonly string[],
  { folder, out, errors }: Surroundings = {
    folder: process.cwd(),
    out: process.stdout,
    errors: process.stderr,
  },
): Promise<number> {
  const [first, ...rest] = args[0] === 'help' ? [...args.slice(1, 2), '--help'] : args;
  // Also where the slip stands before the command.
  const output = createOutput({ json: args.includes('--json'), out, errors });
  try {
    if (first === undefined || first === '--help' || first === '-h') {
      showHelp(out);
      return 0;
    }
    if (first === '--version' || first === '-V') {
      out.write(`${versionOfCommand()}\n`);
      return 0;
    }
    const entry = commands.find(({ name }) => name === first);
    if (entry === undefined) {
      const names = commands.map(({ name }) => name);
      throw invalidArgumentInWords('command', JSON.stringify(first), suggestion([first], names));
    }
    loadEnvFile(folder);
    return await runCommand(entry, rest, { folder, out, output });
  } catch (error) {
    return report(error, output);
  }
}

function showHelp(out: OutputStream): void {
  const program = createCommand('grok-image', out)
    .description('Grok images through xAI, gateways that speak its format, and Civitai; each is paid once.')
    .usage('<command> [flags]')
    .option('-V, --version', 'the version')
    .helpCommand('help [command]', 'what a command takes')
    .addHelpText(
      'after',
      `
Keys come from the environment or the file .env: XAI_API_KEY, CIVITAI_API_KEY,
CRAZYROUTER_API_KEY, AGTCLOUD_API_KEY. Without a key, --service emulator makes
placeholders on this machine. Defaults of flags may stand in
grok-image.config.json and in GROK_IMAGE_... variables.

  grok-image generate "A cat in a tree" -n 4 --ratio 16:9 --out cats
  grok-image bulk prompts.csv --out cats --budget 20

Ends with 0 when all is done, 1 when it failed, 2 for bad input (nothing was
sent), 3 when every image was refused, 4 when some came, 130 after Ctrl-C twice.`,
    );
  for (const { name, summary } of commands) program.command(name).summary(summary).description(summary);
  program.outputHelp();
}
