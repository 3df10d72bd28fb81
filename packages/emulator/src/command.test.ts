import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createClient } from '../test/client.ts';

const command = path.join(import.meta.dirname, 'command.ts');

function start(...args: string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--conditions=@grok-image/source', command, ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Runs it until it ends by itself. */
async function run(...args: string[]): Promise<{ code: unknown; output: string; errors: string }> {
  const child = start(...args);
  const [[code], output, errors] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output, errors };
}

/** The lines that it prints for `.env`, once they are all there. */
async function readLines({ stdout }: ChildProcessWithoutNullStreams): Promise<Map<string, string>> {
  let output = '';
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    output += String(chunk);
    if (/^CIVITAI_BASE_URL=.*\n/m.test(output)) break;
  }
  return new Map(Array.from(output.matchAll(/^(\w+)=(.*)$/gm), ([, name = '', value = '']) => [name, value]));
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it prints what .env needs, answers there, and ends on %s',
  async signal => {
    const child = start('--port', '0');
    const lines = await readLines(child);
    expect([...lines.keys()]).toEqual(['XAI_API_KEY', 'XAI_BASE_URL', 'CIVITAI_API_KEY', 'CIVITAI_BASE_URL']);
    const access = (name: string) => ({
      baseURL: lines.get(`${name}_BASE_URL`) ?? '',
      apiKey: lines.get(`${name}_API_KEY`) ?? '',
    });
    const { data } = await createClient(access('XAI')).images('/images/generations', {
      model: 'grok-imagine-image',
      prompt: 'A cat in a tree',
    });
    expect(data).toHaveLength(1);
    expect(await createClient(access('CIVITAI')).get('/v2/consumer/workflows')).toMatchObject({
      status: 200,
    });

    child.kill(signal);
    expect(await once(child, 'close')).toEqual([0, null]);
  },
);

test('it says that a port is in use, and what to pass', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';

  expect(await run('--port', port)).toEqual({
    code: 1,
    output: '',
    errors: `Failed to start the emulator: port ${port} of 127.0.0.1 is in use. Pass another one by --port, or --port 0 for a free one.\n`,
  });
});

test('it says that an address is none of this machine', async () => {
  const { code, errors } = await run('--port', '0', '--host', '192.0.2.1');
  expect(code).toBe(1);
  expect(errors).toMatch(
    /^Failed to start the emulator: port 0 of 192\.0\.2\.1 cannot be listened on \(.+\)\. Pass another address by --host and --port\.\n$/,
  );
});

test('it explains itself', async () => {
  const { code, output, errors } = await run('--help');
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  for (const word of ['npx @grok-image/emulator', '--port', '--host', '.env', 'Ctrl-C']) {
    expect(output).toContain(word);
  }
});

test.each([
  [['--port', 'abc'], '--port is "abc". Accepted: a whole number from 0 to 65535.\n'],
  [['--port', '65536'], '--port is "65536". Accepted: a whole number from 0 to 65535.\n'],
  [
    ['--prot', '4000'],
    "the command line has a slip (Unknown option '--prot'). Accepted: --port NUMBER, --host NAME, --help.\n",
  ],
  [['4000'], "the command line has a slip (Unexpected argument '4000'"],
])('it refuses %o', async (args, words) => {
  const { code, output, errors } = await run(...args);
  expect({ code, output }).toEqual({ code: 2, output: '' });
  expect(errors).toContain(`Failed to start the emulator: ${words}`);
});
