import { isRecord } from '@ai-sdk/provider-utils';
import { parseStrict } from '@grok-image/core';
import { headersSchema, lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { XaiCallOptions } from './transport.ts';

/** Not by its class: React Native and other realms have their own. */
export const signalSchema: () => z.ZodType<AbortSignal | undefined> = lazy(() =>
  z.custom<AbortSignal>(value => isRecord(value) && 'aborted' in value, 'an AbortSignal').optional(),
);

/** The fields of `XaiCallOptions`, for the schema of what has more of them. */
export function callFields(): {
  readonly [NAME in keyof Required<XaiCallOptions>]: z.ZodType<XaiCallOptions[NAME]>;
} {
  return { headers: headersSchema(), abortSignal: signalSchema() };
}

const callSchema = lazy(() => z.strictObject(callFields()));

/**
 * Checks what a caller says about the requests of one call.
 *
 * @throws InvalidArgumentError for a name that is not known
 */
export function readCallOptions(given: unknown = {}): XaiCallOptions {
  return parseStrict(callSchema(), given, '');
}
