import { expect, test } from 'vitest';
import type { Asked } from '../protocol/run.ts';
import { openStage } from '../test/stage.ts';
import { toAiSdkCode } from './ai-sdk.ts';
import { toCommandLine } from './command-line.ts';
import { toLiteral, toShellWord, toText } from './literal.ts';

const asked: Asked = {
  service: 'xai',
  model: 'grok-imagine-image',
  prompt: `It's a "cat"\nin a \\tree`,
  n: 2,
  aspectRatio: '16:9',
  options: { resolution: '2k', deferred: true },
  sources: [],
  reuse: false,
};
const taken = { asked, origin: { kind: 'xai' }, sourceFiles: [] } as const;

test.each(['plain', `It's`, '"', '\\', '\\"', `\\'`, '\n\u2028', '`${x}`'])(
  'the text %j is read as it was',
  text => {
    // The code is what is tested: it has to say the text that it was made of.
    const read: unknown = new Function(`return ${toText(text)}`)();
    expect(read).toBe(text);
  },
);

test('a long object has a line for each field', () => {
  expect(toLiteral({ a: [1, true], 'b-c': 'x'.repeat(90) })).toBe(
    `{\n  a: [1, true],\n  'b-c': '${'x'.repeat(90)}',\n}`,
  );
});

test('the word of a shell is one word, whatever is in it', () => {
  expect(toShellWord('16:9')).toBe('16:9');
  expect(toShellWord(`it's $(rm -rf /)`)).toBe(`'it'\\''s $(rm -rf /)'`);
});

test('each major has its own import and its own name of the function', () => {
  const heads = toAiSdkCode(taken).map(({ title, code }) => [title, ...code.split('\n').slice(1, 3)]);
  expect(heads).toEqual([
    [
      'AI SDK 7',
      `import { generateImage } from 'ai';`,
      `import { grok, imageMetadata } from '@grok-image/xai';`,
    ],
    [
      'AI SDK 6',
      `import { generateImage } from 'ai';`,
      `import { grok, imageMetadata } from '@grok-image/xai/v3';`,
    ],
    [
      'AI SDK 5',
      `import { experimental_generateImage as generateImage } from 'ai';`,
      `import { grok, imageMetadata } from '@grok-image/xai/v2';`,
    ],
    [
      'AI SDK 4',
      `import { experimental_generateImage as generateImage } from 'ai';`,
      `import { grok, imageMetadata } from '@grok-image/xai/v1';`,
    ],
  ]);
});

test('source images stand in the prompt where AI SDK has a place for them, else in the options', () => {
  const [newest, , old] = toAiSdkCode({ ...taken, sourceFiles: ['cat.jpg'] });
  expect(newest?.code).toContain(', images },');
  expect(newest?.code).toContain("const images = [await readFile('cat.jpg')];");
  expect(old?.code).toContain("const images = [await readFile('cat.jpg', 'base64')];");
  expect(old?.code).toContain("providerOptions: { xai: { images, resolution: '2k', deferred: true } }");
});

test('a gateway and an address of one own are said in the code', () => {
  const [newest] = toAiSdkCode({ ...taken, origin: { kind: 'xai', gateway: 'crazyrouter' } });
  expect(newest?.code).toContain(`const grok = createGrok({ gateway: 'crazyrouter' });`);
});

test('a gateway that is described by data is described in the code, and asked by its address', () => {
  const gateway = { name: 'Mine', baseURL: 'https://mine.example/v1', apiKeyVariables: ['MY_KEY'] };
  const call = { ...taken, origin: { kind: 'xai', gateway } } as const;
  const [newest] = toAiSdkCode(call);
  expect(newest?.code.replaceAll(/\s+/g, ' ')).toContain(
    "createGrok({ gateway: { name: 'Mine', baseURL: 'https://mine.example/v1', apiKeyVariables: ['MY_KEY'], }, });",
  );
  expect(toCommandLine(call).code).toContain('--service https://mine.example/v1 ');
});

test('the command line has a flag for each option, and no prompt that is taken for one', () => {
  expect(toCommandLine({ ...taken, asked: { ...asked, prompt: '--help' } }).code).toBe(
    'npx grok-image generate --model grok-imagine-image -n 2 --ratio 16:9 --resolution 2k --deferred -- --help\n',
  );
});

test('curl sends the very body that the model sends, and reaches nobody while it is found out', async () => {
  const stage = await openStage();
  const views: { title: string; code: string }[] = await (await stage.ask('/api/code', asked)).json();
  const code = views.find(({ title }) => title === 'curl')?.code ?? '';
  expect(stage.emulator.requests).toHaveLength(0);
  const [, data = ''] = /--data '(.*)'\n$/s.exec(code) ?? [];
  expect(JSON.parse(data.replaceAll(`'\\''`, `'`))).toMatchObject({
    prompt: asked.prompt,
    n: 2,
    aspect_ratio: '16:9',
    resolution: '2k',
    deferred: true,
  });
  expect(code).toContain('$XAI_API_KEY');
});
