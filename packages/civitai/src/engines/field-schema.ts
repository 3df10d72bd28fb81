import { listSchema, patternSchema, wholeNumberSchema } from '@grok-image/core';
import * as z from 'zod/v4';
import { fieldsOfEntry, limitOf, type Field } from './variant.ts';

/** The service counts in 32 bits. */
const mostWhole = 2_147_483_647;

/** An identifier of a resource (Civitai orchestration OpenAPI document v2, 2026-08-20). */
const airPattern =
  /^(?:urn:)?(?:air:)?(?:[\w\-/]+:)?(?:[\w\-/]+:)?[\w\-/]+:[\w\-/.]+(?:@[\w\-/.=,%+:]+)?(?:\.[\w-]+)?$/;
const airWords = "an AIR, e.g. 'urn:air:sdxl:lora:civitai:82098@87153'";
const airSchema = () => patternSchema(airPattern, airWords);

/** Strength of a LoRA in a list; elsewhere the service names no limits. */
const mostStrength = 4;

/** What a caller may give for a field of an engine. */
export function fieldSchema(field: Field): z.ZodType {
  const [least, most] = [limitOf(field, 0), limitOf(field, 1)];
  const { kind, limits } = field;
  switch (kind) {
    case 'word':
      return z.enum(limits);
    case 'flag':
      return z.boolean();
    case 'air':
      return airSchema();
    case 'text':
      return textSchema(least ?? 0, most);
    case 'whole':
      return wholeNumberSchema(least ?? -mostWhole, most ?? mostWhole);
    case 'number':
      return numberSchema(least, most);
    case 'weights':
    case 'loras':
      return weightsSchema(kind === 'loras' ? mostStrength : undefined);
    case 'list:Air':
      return listSchema(airSchema());
    default: {
      const shape = fieldsOfEntry(kind.replace('list:', '')).map((entry): [string, z.ZodType] => {
        const schema = fieldSchema(entry);
        return [entry.name, entry.isRequired ? schema : schema.optional()];
      });
      return listSchema(z.strictObject(Object.fromEntries(shape)), most === undefined ? {} : { most });
    }
  }
}

function textSchema(least: number, most: number | undefined): z.ZodType {
  const upTo = most === undefined ? '' : ` of ${least} to ${most} characters`;
  const words = `a text${upTo || (least > 0 ? ' that is not empty' : '')}`;
  const schema = z.string(words).min(least, words);
  return most === undefined ? schema : schema.max(most, words);
}

function numberSchema(least: number | undefined, most: number | undefined): z.ZodType {
  if (least === undefined || most === undefined) return z.number('a number');
  const words = `a number from ${least} to ${most}`;
  return z.number(words).min(least, words).max(most, words);
}

/** LoRAs by their AIR, each with its strength. */
function weightsSchema(most: number | undefined): z.ZodType {
  const strength = most === undefined ? numberSchema(undefined, undefined) : numberSchema(0, most);
  return z.record(airSchema(), strength, `a plain object of ${airWords}, and its strength`);
}

/** What an option takes over all variants that have it: each of them checks it by its own limits. */
export function widest(all: readonly Field[]): Field | undefined {
  const [first, ...others] = all;
  if (first === undefined) return undefined;
  return others.reduce((one, other): Field => {
    if (one.kind === 'word' && other.kind === 'word') {
      return { ...one, limits: [...new Set([...one.limits, ...other.limits])] };
    }
    if (one.kind === 'weights' || other.kind === 'weights') return one.kind === 'weights' ? one : other;
    const ends = ([0, 1] as const).map(place => {
      const both = [limitOf(one, place), limitOf(other, place)].filter(limit => limit !== undefined);
      if (both.length < 2) return '';
      return String(place === 0 ? Math.min(...both) : Math.max(...both));
    });
    return { ...one, limits: ends };
  }, first);
}
