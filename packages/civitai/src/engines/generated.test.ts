import { imageGenInputs } from '@grok-image/emulator';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filesOf } from '../../generate/write-files.ts';

it.each(Object.entries(filesOf(imageGenInputs)))(
  '%s is what follows from the published schemas',
  (path, content) => {
    expect(readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')).toBe(content);
  },
);
