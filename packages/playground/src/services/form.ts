import * as z from 'zod/v4';
import type { FieldView } from '../protocol/service.ts';

/** What other controls of the page stand for, and what a page has no use for: ids of earlier calls, addresses of servers. */
const elsewhere: ReadonlySet<string> = new Set([
  'aspectRatio',
  'images',
  'fileIds',
  'jobId',
  'workflowId',
  'externalId',
  'uploadUrls',
  'callbacks',
]);

/** What most people choose. */
const main: ReadonlySet<string> = new Set([
  'resolution',
  'quality',
  'outputFormat',
  'enhancePrompt',
  'negativePrompt',
]);

/** As much of a JSON Schema as a form is made of. */
const propertySchema = z.object({
  description: z.string().optional(),
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  items: z.object({ enum: z.array(z.unknown()).optional() }).optional(),
});

/**
 * The form of a set of options.
 *
 * @example
 * toForm(xaiImageOptionsSchema).map(({ name }) => name); // ['resolution', 'quality', ...]
 */
export function toForm(schema: z.ZodType): FieldView[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties)
    .filter(([name]) => !elsewhere.has(name))
    .map(([name, property]) => toField(name, propertySchema.parse(property)))
    .toSorted((a, b) => Number(b.isMain) - Number(a.isMain));
}

function toField(name: string, property: z.output<typeof propertySchema>): FieldView {
  const base = { name, label: toLabel(name), help: property.description ?? '', isMain: main.has(name) };
  const choices = textsIn(property.enum);
  if (choices.length > 0) return { ...base, kind: 'choice', choices };
  const several = textsIn(property.items?.enum);
  if (property.type === 'array' && several.length > 0) return { ...base, kind: 'choices', choices: several };
  switch (property.type) {
    case 'boolean':
      return { ...base, kind: 'flag' };
    case 'string':
      return { ...base, kind: 'text' };
    case 'integer':
    case 'number': {
      const { minimum, maximum } = property;
      return {
        ...base,
        kind: 'number',
        minimum: within(minimum),
        maximum: within(maximum),
        isWhole: property.type === 'integer',
      };
    }
    default:
      return { ...base, kind: 'json' };
  }
}

function textsIn(values: readonly unknown[] | undefined): string[] {
  return (values ?? []).filter(value => typeof value === 'string');
}

/** The largest whole number is no limit that anybody means. */
function within(limit: number | undefined): number | undefined {
  return limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit;
}

/** `'pollIntervalMs'` as a person reads it: `'Poll interval (ms)'`. */
function toLabel(name: string): string {
  const words = name
    .replace(/Ms$/, ' (ms)')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
