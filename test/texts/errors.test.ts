import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as bulk from '@grok-image/bulk';
import * as civitai from '@grok-image/civitai';
import * as core from '@grok-image/core';
import * as emulator from '@grok-image/emulator';
import * as middleware from '@grok-image/middleware';
import * as xai from '@grok-image/xai';
import { expect, test } from 'vitest';

const page = await readFile(path.join(import.meta.dirname, '../../docs/errors.md'), 'utf8');

test('the page of errors has an anchor for every error that a package exports', () => {
  const names = [bulk, core, xai, civitai, middleware, emulator].flatMap(exported => Object.keys(exported));
  const errors = [...new Set(names)].filter(name => name.endsWith('Error'));
  expect(errors.length).toBeGreaterThan(8);
  const anchors = [...page.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
  expect(anchors).toEqual(expect.arrayContaining(errors));
});
