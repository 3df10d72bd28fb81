import { invalidArgument } from '@grok-image/core';
import { longestName, excerpt } from '@grok-image/core/internal';
import { isBlobKey } from '../stores/blob-key.ts';

const fieldPattern = /\{([^{}]*)\}/g;

/** What keys are made of. */
const fields = ['sha256', 'call', 'model', 'date'] as const;

export type KeyFields = Readonly<Record<(typeof fields)[number], string>>;

/** A template of keys. */
export interface KeyTemplate {
  /** Whether the bytes are in it; a key is not known before there are any then, and needs no place to be unlike others. */
  readonly needsBytes: boolean;
  /** What keys begin with. */
  baseOf(fields: Partial<KeyFields>): string;
}

/**
 * Reads a template of keys: a path with `{sha256}` of the bytes, `{call}` (an id of the request), `{model}` and `{date}`
 * (UTC, `2026-01-31`). It has `{sha256}` or `{call}`, else pictures of later calls would take the place of earlier ones.
 *
 * @throws InvalidArgumentError
 */
export function readTemplate(template: string): KeyTemplate {
  const used = [...template.matchAll(fieldPattern)].map(([, name = '']) => name);
  const unknown = used.find(name => !isField(name));
  if (unknown !== undefined) throw refuse(template, `{${excerpt(unknown, longestName)}} is none of these`);
  const needsBytes = used.includes('sha256');
  if (!needsBytes && !used.includes('call')) throw refuse(template, 'one of the first two has to be there');
  const baseOf = (given: Partial<KeyFields>) =>
    template.replaceAll(fieldPattern, (_, name: string) => (isField(name) && given[name]) || '');
  if (!isBlobKey(baseOf({ sha256: 'a', call: 'a', model: 'a', date: 'a' }))) {
    throw refuse(template, 'letters, digits and -_./ beside them');
  }
  return { needsBytes, baseOf };
}

/** The id of a model as a part of a key. */
export function toKeyPart(modelId: string): string {
  return modelId.replaceAll(/[^\w.-]+/g, '-').replace(/\.$/, '-');
}

function isField(name: string): name is keyof KeyFields {
  return fields.some(field => field === name);
}

function refuse(template: string, why: string): Error {
  return invalidArgument('key', template, `a path with {sha256}, {call}, {model} and {date}; ${why}`);
}
