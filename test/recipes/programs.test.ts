import { createRequire } from 'node:module';
import path from 'node:path';
import { startFauxqs } from 'fauxqs';
import { expect, onTestFinished, test } from 'vitest';
import { isInstalled, startRedis } from '../../packages/middleware/src/stores/test/servers.ts';
import { emptyFolder, environment, recipe, runProgram, services } from './app.ts';

/** The program that a package brings. */
function program(folder: string, name: string, file: string): string {
  const manifest = createRequire(path.join(folder, 'package.json')).resolve(`${name}/package.json`);
  return path.join(path.dirname(manifest), file);
}

test('s3: every picture of a call stands in the bucket, and can be read at its address', async () => {
  const emulator = await services();
  const bucket = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' });
  bucket.createBucket('pictures');
  onTestFinished(() => bucket.stop());
  const env = {
    ...environment(emulator),
    S3_ENDPOINT: `http://127.0.0.1:${bucket.port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const output = await runProgram(['keep.ts'], { cwd: recipe('s3'), env });
  const { warnings, images }: { warnings: unknown[]; images: { url: string; sha256: string }[] } =
    JSON.parse(output);

  expect(warnings).toEqual([]);
  expect(images.map(({ sha256 }) => sha256)).toHaveLength(2);
  const kept = await Promise.all(images.map(({ url }) => fetch(url)));
  expect(kept.map(({ status }) => status)).toEqual([200, 200]);
});

test.runIf(isInstalled('redis-server'))(
  'redis: two processes with the same key pay once, and share a budget',
  async () => {
    const emulator = await services();
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const env = { ...environment(emulator), REDIS_URL: redis.url };
    const cwd = await emptyFolder();
    const share = (key: string): Promise<string> =>
      runProgram([path.join(recipe('redis'), 'share.ts'), key], { cwd, env });

    const outputs = await Promise.all([share('order-17'), share('order-17')]);
    expect(outputs.map(output => output.startsWith('image/jpeg '))).toEqual([true, true]);
    expect(emulator.ledger).toHaveLength(1);
    expect(await share('order-18')).toContain('"spent":0.04');
    expect(emulator.ledger).toHaveLength(2);
  },
);

test('jest: its tests pass against the emulator', async () => {
  const cwd = recipe('jest');
  const args = [
    '--experimental-vm-modules',
    program(cwd, 'jest', 'bin/jest.js'),
    '--runInBand',
    '--no-cache',
  ];
  expect(await runProgram(args, { cwd, env: {} })).toContain('2 passed');
});

test('vitest: its tests pass against the emulator', async () => {
  const cwd = recipe('vitest');
  const output = await runProgram([program(cwd, 'vitest', 'vitest.mjs'), 'run'], { cwd, env: {} });
  expect(output).toMatch(/Tests\s+2 passed/);
});
