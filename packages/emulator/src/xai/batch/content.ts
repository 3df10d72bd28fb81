import type { JsonNode } from '../json.ts';
import { SerdeError } from '../serde.ts';
import type { Service } from '../service.ts';
import { findRefused } from '../validate.ts';
import type { BatchRequest } from './batch.ts';

/** Reads the body of one request; if it is wrong, only that request fails. */
export function readContent(
  { decoders, profile }: Service,
  isEdit: boolean,
  node: JsonNode,
): BatchRequest['content'] {
  try {
    const body = (isEdit ? decoders.edit : decoders.generation)(node, '');
    const refused = findRefused(node, profile.refusedFields);
    return refused === undefined ? { body } : { problem: `Argument not supported: ${refused}` };
  } catch (error) {
    if (!(error instanceof SerdeError)) throw error;
    return { problem: `Failed to deserialize the JSON body into the target type: ${error.message}` };
  }
}
