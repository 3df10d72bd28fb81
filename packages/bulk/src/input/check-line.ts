import {
  invalidArgumentInWords,
  parseStrict,
  patternSchema,
  textSchema,
  wholeNumberSchema,
} from '@grok-image/core';
import { jsonObjectSchema, type JsonObject, type JsonValue } from '@grok-image/core';
import { isPlainObject, messageOf } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { BulkJob } from '../job/job.ts';
import { slugOf } from '../keep/names.ts';
import { fillTemplate, placesIn } from './template.ts';

/** What lines are read by. */
export interface LineRules {
  /** The options of the provider of the model, by which columns are checked; left out, `options` is taken as it is. */
  readonly options?: z.ZodObject | undefined;
  /** What lines leave out. */
  readonly defaults?: BulkJob | undefined;
  /** A prompt with places for columns: `A {animal} in a {place}`. */
  readonly prompt?: string | undefined;
  /** A name of files with places for columns, `{line}`, and `{slug}`, which is made of the prompt. */
  readonly name?: string | undefined;
}

/** A line as it was read: texts of a CSV, values of a JSON. */
export type RawLine = Readonly<Record<string, unknown>>;

const ratio = patternSchema(/^\d{1,6}(?:\.\d{1,6})?:\d{1,6}(?:\.\d{1,6})?$/, "'width:height', e.g. '16:9'");
const size = patternSchema(/^\d{1,6}x\d{1,6}$/, "'widthxheight' in pixels, e.g. '1024x768'");

const fields = {
  prompt: textSchema().optional(),
  model: textSchema().optional(),
  n: wholeNumberSchema(1).optional(),
  aspectRatio: ratio.pipe(z.custom<`${number}:${number}`>()).optional(),
  size: size.pipe(z.custom<`${number}x${number}`>()).optional(),
  seed: wholeNumberSchema(0).optional(),
  images: z.array(textSchema()).optional(),
  name: patternSchema(
    /^\w[\w.-]*(?:\/\w[\w.-]*)*$/,
    'a path of letters, digits and -_. that begin with a letter or a digit',
  ).optional(),
};
const jobSchema = z.strictObject({ ...fields, options: jsonObjectSchema().optional() });
const fieldNames: ReadonlySet<string> = new Set(Object.keys(fields));

/** What a column of another spelling means. */
const aliases: Readonly<Record<string, string>> = {
  ratio: 'aspectRatio',
  aspect_ratio: 'aspectRatio',
  image: 'images',
};

/**
 * Makes a job of a line. Columns are fields of a job, options of the provider, or what a template asks for.
 *
 * @throws InvalidArgumentError naming the field
 */
export function toJob(line: RawLine, number: number, rules: LineRules): BulkJob {
  const { options: optionSchema, defaults = {}, prompt: template, name } = rules;
  const wanted = new Set([...placesIn(template), ...placesIn(name)]);
  const job: Record<string, unknown> = {};
  const options: Record<string, JsonValue> = {};
  for (const [column, value] of Object.entries(line)) {
    if (value === '' || value === undefined || value === null) continue;
    const field = aliases[column] ?? column;
    if (fieldNames.has(field)) job[field] = toField(field, value);
    else if (field === 'options') Object.assign(options, toOptions(value));
    else if (optionSchema && Object.hasOwn(optionSchema.shape, field)) {
      options[field] = toOption(field, value, optionSchema);
    } else if (!wanted.has(column)) throw unknownColumn(column, optionSchema);
  }
  const { options: usual, ...rest } = defaults;
  const all = { ...usual, ...options };
  const prompt = job['prompt'] ?? (template === undefined ? rest.prompt : fillTemplate(template, line));
  const columns = { ...line, line: number, slug: slugOf(String(prompt ?? '')) };
  const made = parseStrict(
    jobSchema,
    {
      ...rest,
      ...(prompt !== undefined && { prompt }),
      ...(name !== undefined && job['name'] === undefined && { name: fillTemplate(name, columns, true) }),
      ...job,
      ...(Object.keys(all).length > 0 && { options: all }),
    },
    '',
  );
  if (optionSchema && Object.keys(all).length > 0) parseStrict(optionSchema, all, 'options');
  if (made.prompt === undefined && (made.images ?? []).length === 0) {
    throw invalidArgumentInWords('prompt', 'none', 'a column prompt, a template, or source images');
  }
  return made;
}

/** Why a line is no job, with its number. */
export function problemOf(line: number, error: unknown): string {
  return `Line ${line}: ${messageOf(error)}`;
}

function toField(field: string, value: unknown): unknown {
  if (field === 'images') return typeof value === 'string' ? value.split(/[\s;]+/).filter(Boolean) : value;
  const isNumber = field === 'n' || field === 'seed';
  return isNumber && typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
}

function toOptions(value: unknown): JsonObject {
  const given = typeof value === 'string' ? parseText(value) : value;
  if (isPlainObject(given)) return parseStrict(jsonObjectSchema(), given, 'options');
  throw invalidArgumentInWords('options', 'no object', 'a JSON object of options of the provider');
}

/** Texts of a CSV are what the option takes: a text, else the JSON that it is. */
function toOption(name: string, value: unknown, schema: z.ZodObject): JsonValue {
  const json = z.json();
  if (typeof value !== 'string') return json.parse(value);
  const one = z.object({ [name]: schema.shape[name] ?? z.unknown() });
  if (one.safeParse({ [name]: value }).success) return value;
  const parsed = json.safeParse(parseText(value));
  return parsed.success && one.safeParse({ [name]: parsed.data }).success ? parsed.data : value;
}

function parseText(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return text;
  }
}

function unknownColumn(column: string, options: z.ZodObject | undefined): Error {
  const accepted = [...fieldNames, 'options', ...Object.keys(options?.shape ?? {})];
  return invalidArgumentInWords(
    column,
    'an unknown column',
    `${accepted.join(', ')}, or {${column}} in a template`,
  );
}
