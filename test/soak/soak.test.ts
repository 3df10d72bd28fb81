import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it(
  '400 images with faults leave no heap, socket, timer, listener or unexplained bill behind',
  // A download that stalls has half a minute, as it is paid, so that a round takes as long.
  { timeout: 180_000 },
  () => {
    const script = [
      '--conditions=@grok-image/source',
      'test/soak/run.ts',
      '--images',
      '400',
      '--rounds',
      '4',
    ];
    const options = ['--expose-gc', ...script];
    const { stdout, stderr, status } = spawnSync(process.execPath, options, { cwd: root, encoding: 'utf8' });
    expect(stdout + stderr).toContain('Nothing is wrong.');
    expect(status).toBe(0);
  },
);
