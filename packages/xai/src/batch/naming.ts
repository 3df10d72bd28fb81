import { InvalidArgumentError, UnsupportedFunctionalityError } from '@ai-sdk/provider';
import { parseStrict } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';

/** What the id of a request has to be. */
export const idWords = 'a text that is not empty, another one for each request';
const idSchema = lazy(() => z.string(idWords).regex(/\S/, idWords));

/** @throws InvalidArgumentError naming the place of the request, as it has no other name */
export function readId(id: unknown, index: number): string {
  return parseStrict(idSchema(), id, `requests[${index}].id`);
}

/** Lets an error about a request say which request it is. */
export function naming<T>(id: string, read: () => T): T {
  const name = `request '${id}' of the batch`;
  try {
    return read();
  } catch (cause) {
    if (InvalidArgumentError.isInstance(cause)) {
      const message = cause.message.replace(/^Invalid /, () => `Invalid ${name}, `);
      throw new InvalidArgumentError({ argument: cause.argument, message, cause });
    }
    if (UnsupportedFunctionalityError.isInstance(cause)) {
      const { functionality } = cause;
      const message = cause.message.replace(/^[^:]*/, words => `${words} in ${name}`);
      throw new UnsupportedFunctionalityError({ functionality, message });
    }
    throw cause;
  }
}
