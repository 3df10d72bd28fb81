import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { makeFolder } from '../test/folder.ts';
import { lockFolder } from './lock.ts';

test('a folder has one runner at a time, also of one process', async () => {
  const out = makeFolder();
  const lock = await lockFolder(out, 0);
  await expect(lockFolder(out, 0)).rejects.toThrow(
    `Failed to take the folder ${out}: process ${process.pid} on ${hostname()} works in it. Wait for it, end it, or use another folder. Nothing was sent.`,
  );
  const waiting = lockFolder(out, 20_000);
  await lock.release();
  await (await waiting).release();
});
