import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from './commands/table.ts';
import { call, emptyFolder } from './test/called.ts';
import { objectsOf } from './test/command.ts';

describe('what is wrong on the command line is told before anything is sent', () => {
  const everything = [
    [['cost', '--budgt', '5'], 'Invalid --budgt: got an unknown flag. Accepted: -n, --ratio,'],
    [['generate', 'cat', '--budgt', '5'], 'Accepted: --budget (did you mean that?), or any of -n,'],
    [['genrate'], 'Invalid command: got "genrate". Accepted: generate (did you mean that?), or any of'],
    [['cost', '-n', 'four'], 'Invalid -n: got "four". Accepted: a whole number from 1 to 1000.'],
    [['cost', '-n', '0'], 'Invalid -n: got 0. Accepted: a whole number from 1 to 1000.'],
    [['cost', '-n'], 'Invalid -n: got nothing. Accepted: number.'],
    [['cost', '--quality', 'hgih'], 'Invalid --quality: got "hgih". Accepted: high (did you mean that?)'],
    [['cost', '--ratio', 'wide'], `Invalid --ratio: got "wide". Accepted: 'width:height' with both above 0`],
    [['cost', '--ratio', '9:1'], 'Invalid --ratio: got "9:1". Accepted: '],
    [['cost', '--size', '1024'], `Invalid --size: got "1024". Accepted: 'widthxheight' in pixels`],
    [
      ['cost', '--service', 'xay'],
      'Invalid --service: got "xay". Accepted: xai (did you mean that?), or any',
    ],
    [['cost', '--service', 'https://api.x.ai/v1'], 'Accepted: xai, the name of that service.'],
    [['cost', '--option', 'qualty=low'], 'Invalid --option qualty: got an unknown option. Accepted: quality'],
    [['cost', '--option', 'quality'], 'Invalid --option: got "quality". Accepted: key=value'],
    [['cost', '--storage', '{filename}'], 'Invalid --storage: got "{filename}". Accepted: JSON'],
    [
      ['cost', '--edit', 'cat.jpg'],
      'Invalid --edit: got "cat.jpg". Accepted: a JPEG, PNG or WebP file of at',
    ],
    [['cost', 'A', 'cat'], 'Accepted: a prompt in quotes, and flags, see --help.'],
    [['budget'], 'Invalid --redis and --postgres: got neither. Accepted: one of them'],
    [['budget', 'fee', 'id'], 'Invalid action: got "fee". Accepted: free (did you mean that?)'],
    [['doctor', '--max-usd', '-1'], 'Invalid --max-usd: got -1. Accepted: USD from 0.'],
    [['emulator', '--port', '70000'], 'Invalid --port: got 70000. Accepted: a whole number from 0 to 65535.'],
    [['collect', 'x', '--kind', 'workflow'], 'Invalid --kind: got "workflow". Accepted: job, batch, file at'],
  ] as const;

  it.each(everything)('%j', async (args, words) => {
    const { code, output, errors } = await call(args);
    expect(errors).toContain(words);
    expect(errors).toMatch(/Nothing was sent\.\n$/);
    expect({ code, output }).toEqual({ code: 2, output: '' });
  });

  it('and by an object for programs', async () => {
    const { code, output, errors } = await call(['cost', '--json', '-n', 'x']);
    expect(objectsOf(output)).toEqual([
      { type: 'error', name: 'AI_InvalidArgumentError', exitCode: 2, message: errors.trim() },
    ]);
    expect(code).toBe(2);
  });
});

describe('where flags come from', () => {
  const config = JSON.stringify({ service: 'crazyrouter', cost: { n: 3 } });

  it.each([
    ['the file of the folder', [], {}, { service: 'crazyrouter', n: 3, cost: { usd: 0.06 } }],
    [
      'before it the environment',
      [],
      { GROK_IMAGE_N: '2', GROK_IMAGE_SERVICE: 'xai' },
      { service: 'xai', n: 2 },
    ],
    ['before both the command line', ['-n', '4'], { GROK_IMAGE_N: '2' }, { service: 'crazyrouter', n: 4 }],
  ])('%s', async (_, args, environment, expected) => {
    const folder = await emptyFolder();
    await writeFile(path.join(folder, 'grok-image.config.json'), config);
    const { output } = await call(['cost', '--json', ...args], { folder, environment });
    expect(objectsOf(output)).toMatchObject([expected]);
  });

  it.each([
    [
      '{"servce":"xai"}',
      'Invalid grok-image.config.json: servce: got an unknown name. Accepted: service (did',
    ],
    ['{"cost":{"m":1}}', 'Invalid grok-image.config.json: cost: m: got an unknown name. Accepted: n (did'],
    ['{"cost":{"n":"2"}}', 'Invalid grok-image.config.json: cost: n: got "2". Accepted: a whole number'],
    ['{', 'Invalid grok-image.config.json: got what cannot be read'],
  ])('a slip in the file is told: %s', async (text, words) => {
    const folder = await emptyFolder();
    await writeFile(path.join(folder, 'grok-image.config.json'), text);
    const { code, errors } = await call(['cost'], { folder });
    expect(errors).toContain(words);
    expect(code).toBe(2);
  });

  it('a slip in a variable is told by its name', async () => {
    const { errors } = await call(['cost'], { environment: { GROK_IMAGE_N: 'two' } });
    expect(errors).toContain('Invalid GROK_IMAGE_N: got "two". Accepted: a whole number from 1 to 1000.');
  });
});

describe('help', () => {
  it('lists all commands, and what the command ends with', async () => {
    const { code, output, errors } = await call(['--help']);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    for (const { name } of commands) expect(output).toMatch(new RegExp(`^  ${name} `, 'm'));
    expect(output).toContain('Ends with 0 when all is done');
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each(commands.map(({ name }) => name))('%s tells its flags', async name => {
    const { code, output, errors } = await call(['help', name]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toMatch(new RegExp(`^Usage: grok-image ${name} `));
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('has the options of the model that is asked, by the schema of its provider', async () => {
    const xai = await call(['cost', '--help']);
    expect(xai.output).toContain('--quality <low|medium|high|auto>');
    expect(xai.output).not.toContain('--enhance-prompt');
    const civitai = await call(['cost', '--service', 'civitai', '--help']);
    expect(civitai.output).toContain('--enhance-prompt');
    expect(civitai.output).toContain('--output-format <jpeg|png|webp>');
  });
});
