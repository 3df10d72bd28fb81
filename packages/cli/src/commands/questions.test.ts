import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectsOf, openPlace } from '../test/command.ts';

describe.concurrent('what is wrong on the command line is told before anything is sent', () => {
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
    [['cost', '--service', 'xay'], 'Invalid --service: got "xay". Accepted: xai (did you mean that?), or any'],
    [['cost', '--service', 'https://api.x.ai/v1'], 'Accepted: xai, the name of that service.'],
    [['cost', '--option', 'qualty=low'], 'Invalid --option qualty: got an unknown option. Accepted: quality'],
    [['cost', '--option', 'quality'], 'Invalid --option: got "quality". Accepted: key=value'],
    [['cost', '--storage', '{filename}'], 'Invalid --storage: got "{filename}". Accepted: JSON'],
    [['cost', '--edit', 'cat.jpg'], 'Invalid --edit: got "cat.jpg". Accepted: a JPEG, PNG or WebP file of at'],
    [['cost', 'A', 'cat'], 'Accepted: a prompt in quotes, and flags, see --help.'],
    [['budget'], 'Invalid --redis and --postgres: got neither. Accepted: one of them'],
    [['budget', 'fee', 'id'], 'Invalid action: got "fee". Accepted: free (did you mean that?)'],
    [['doctor', '--max-usd', '-1'], 'Invalid --max-usd: got -1. Accepted: USD from 0.'],
    [['emulator', '--port', '70000'], 'Invalid --port: got 70000. Accepted: a whole number from 0 to 65535.'],
    [['collect', 'x', '--kind', 'workflow'], 'Invalid --kind: got "workflow". Accepted: job, batch, file at'],
  ] as const;

  it.each(everything)('%j', async (args, words) => {
    const { run, emulator } = await openPlace();
    const { code, output, errors } = await run(...args);
    expect(errors).toContain(words);
    expect(errors).toMatch(/Nothing was sent\.\n$/);
    expect({ code, output, requests: emulator.requests }).toEqual({ code: 2, output: '', requests: [] });
  });

  it('and by an object for programs', async () => {
    const { run } = await openPlace();
    const { code, output, errors } = await run('cost', '--json', '-n', 'x');
    expect(objectsOf(output)).toEqual([
      { type: 'error', name: 'AI_InvalidArgumentError', exitCode: 2, message: errors.trim() },
    ]);
    expect(code).toBe(2);
  });
});

describe.concurrent('where flags come from', () => {
  it('the command line wins over the environment, and that over the file of the folder', async () => {
    const config = { service: 'civitai', model: 'grok-imagine-image', cost: { n: 3 } };
    const place = await openPlace();
    await writeFile(path.join(place.folder, 'grok-image.config.json'), JSON.stringify(config));
    expect(objectsOf((await place.run('cost', '--json')).output)).toMatchObject([
      { service: 'civitai', n: 3, cost: { buzz: 78 } },
    ]);
    const other = await openPlace({}, { GROK_IMAGE_N: '2', GROK_IMAGE_SERVICE: 'xai' });
    await writeFile(path.join(other.folder, 'grok-image.config.json'), JSON.stringify(config));
    expect(objectsOf((await other.run('cost', '--json')).output)).toMatchObject([{ service: 'xai', n: 2 }]);
    const given = await other.run('cost', '--json', '-n', '4', '--service', 'crazyrouter');
    expect(objectsOf(given.output)).toMatchObject([{ service: 'crazyrouter', n: 4, cost: { usd: 0.08 } }]);
  });

  it.each([
    ['{"servce":"xai"}', 'Invalid grok-image.config.json: servce: got an unknown name. Accepted: service (did'],
    ['{"cost":{"m":1}}', 'Invalid grok-image.config.json: cost: m: got an unknown name. Accepted: n (did'],
    ['{"cost":{"n":"2"}}', 'Invalid grok-image.config.json: cost: n: got "2". Accepted: a whole number'],
    ['{', 'Invalid grok-image.config.json: got what cannot be read'],
  ])('a slip in the file is told: %s', async (config, words) => {
    const { folder, run } = await openPlace();
    await writeFile(path.join(folder, 'grok-image.config.json'), config);
    const { code, errors } = await run('cost');
    expect(errors).toContain(words);
    expect(code).toBe(2);
  });

  it('keys come from .env as well', async () => {
    const { folder, emulator, run } = await openPlace({}, { XAI_API_KEY: undefined });
    expect(await run('models')).toMatchObject({
      code: 2,
      errors: expect.stringContaining('XAI_API_KEY, or put it into the file .env.'),
    });
    await writeFile(path.join(folder, '.env'), `XAI_API_KEY=${emulator.xai.apiKey}\n`);
    expect((await run('models')).code).toBe(0);
  });
});

describe.concurrent('help', () => {
  it('lists all commands, and what the command ends with', async () => {
    const { run } = await openPlace();
    const { code, output, errors } = await run('--help');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    for (const name of ['generate', 'bulk', 'worker', 'status', 'retry', 'models', 'cost', 'collect']) {
      expect(output).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
    expect(output).toContain('Ends with 0 when all is done');
  });

  it('has the options of the model that is asked, by the schema of its provider', async () => {
    const { run } = await openPlace();
    const [xai, civitai] = await Promise.all([
      run('cost', '--help'),
      run('help', 'cost', '--service', 'civitai').then(() => run('cost', '--service', 'civitai', '--help')),
    ]);
    expect(xai.output).toContain('--quality <low|medium|high|auto>');
    expect(xai.output).not.toContain('--enhance-prompt');
    expect(civitai.output).toContain('--enhance-prompt');
    expect(civitai.output).toContain('--output-format <jpeg|png|webp>');
  });
});

describe.concurrent('questions that cost nothing', () => {
  it('models lists the catalogue of today with its prices', async () => {
    const { run } = await openPlace();
    expect((await run('models')).output).toMatch(/^grok-imagine-image-2\.0 +low +1k +0\.04 USD$/m);
    expect(objectsOf((await run('models', '--service', 'civitai', '--json')).output)).toMatchObject([
      { type: 'model', id: 'grok-imagine-image', prices: [{ buzz: 26 }] },
      { type: 'model', id: 'grok-imagine-image-2.0' },
    ]);
    expect(await run('models', '--service', 'emulator:agtcloud')).toMatchObject({ code: 2 });
  });

  it('cost prices a request as it would be sent, without a bill', async () => {
    const { run, emulator } = await openPlace();
    const args = ['cost', '-n', '4', '-m', 'grok-imagine-image-2.0', '--resolution', '2k'];
    expect((await run(...args)).output).toBe(
      '4 images by grok-imagine-image-2.0 at xAI: 0.24 USD, 0.06 USD each\n',
    );
    expect((await run('cost', '--service', 'civitai')).output).toBe(
      '1 image by grok-imagine-image at Civitai: 26 Buzz\n',
    );
    expect(emulator.ledger).toEqual([]);
  });
});
