import { isRecord } from '@ai-sdk/provider-utils';
import type * as z from 'zod/v4';

/**
 * Reads an answer of which nothing can be made without some of its fields; the others are best lenient.
 *
 * @throws TypeError naming the first field that is missing or odd
 * @example
 * const { batch_id: id } = parseDocumented(z.object({ batch_id: z.string().min(1), name: textField }), json);
 */
export function parseDocumented<SCHEMA extends z.ZodType>(schema: SCHEMA, json: unknown): z.output<SCHEMA> {
  const { data, error } = schema.safeParse(isRecord(json) ? json : {});
  if (error) throw new TypeError(`${error.issues[0]?.path.join('.')} is not as documented`, { cause: error });
  return data;
}
