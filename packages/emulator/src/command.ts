#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { EmulatorArgumentError } from './options/argument.ts';
import { EmulatorStartError } from './doors/errors.ts';
import { startEmulator, type StartOptions } from './emulator.ts';

const usage = `A local server that behaves like xAI and Civitai: real pictures, no key, no bill.

Usage: npx @grok-image/emulator [--port 4000] [--host 127.0.0.1]

It prints the lines for .env by which @grok-image/xai and @grok-image/civitai
send to it, and runs until Ctrl-C.

  --port NUMBER  where it listens, 4000 by default; 0 takes a free port
  --host NAME    the address it listens on, 127.0.0.1 by default
  --help         this text
`;

const task = 'start the emulator';

/** Reads the command line; `undefined` asks for help. Throws EmulatorArgumentError in the words of the command line. */
function readArguments(): StartOptions | undefined {
  const { port, host, help } = parse();
  if (help) return undefined;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return { port: Number(port), host };
  const accepted = 'a whole number from 0 to 65535';
  throw new EmulatorArgumentError(task, '--port', `is ${JSON.stringify(port)}`, accepted);
}

function parse() {
  try {
    const port = { type: 'string', default: '4000' } as const;
    const host = { type: 'string', default: '127.0.0.1' } as const;
    const help = { type: 'boolean', short: 'h', default: false } as const;
    return parseArgs({ options: { port, host, help } }).values;
  } catch (error) {
    // Node's first sentence names the argument; the others are about dashes.
    const [said] = String(error instanceof Error ? error.message : error).split(/[.\n]/);
    const accepted = '--port NUMBER, --host NAME, --help';
    throw new EmulatorArgumentError(task, 'the command line', `has a slip (${said})`, accepted);
  }
}

/** What is wrong with an address, and what to pass instead. */
function explain(error: EmulatorStartError): string {
  const { cause, host, port } = error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  const start = `Failed to start the emulator: port ${port} of ${host}`;
  const advice = 'Pass another one by --port, or --port 0 for a free one.';
  if (code === 'EADDRINUSE') return `${start} is in use. ${advice}`;
  if (code === 'EACCES') return `${start} may not be used by this user. ${advice}`;
  return `${start} cannot be listened on (${cause instanceof Error ? cause.message : code}). Pass another address by --host and --port.`;
}

try {
  const options = readArguments();
  if (options === undefined) process.stdout.write(usage);
  else await run(options);
} catch (error) {
  const isSlip = error instanceof EmulatorArgumentError;
  if (!isSlip && !(error instanceof EmulatorStartError)) throw error;
  process.stderr.write(isSlip ? `${error.message}\n` : `${explain(error)}\n`);
  process.exitCode = isSlip ? 2 : 1;
}

async function run(options: StartOptions): Promise<void> {
  const { url, xai, civitai, close } = await startEmulator(options);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
  process.stdout.write(`# The emulator listens on ${url}; Ctrl-C ends it. For .env:
XAI_API_KEY=${xai.apiKey}
XAI_BASE_URL=${xai.baseURL}
CIVITAI_API_KEY=${civitai.apiKey}
CIVITAI_BASE_URL=${civitai.baseURL}
`);
}
