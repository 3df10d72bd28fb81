import type { APICallError } from '@ai-sdk/provider';
import {
  apiCallErrorArguments,
  ContentModerationError,
  InsufficientFundsError,
  type Failure,
  type GenerationDetails,
} from '@grok-image/core';
import { saysBlocked } from './reasons.ts';

/** What to do about a refusal by the content policy, a whole sentence. */
export const adviceAfterRefusal = 'Change the prompt or the source images; the same input is refused again.';

/** The service's words for an account that cannot pay; it has no code and no status of its own for that. */
const saysInsufficientFunds = /insufficient|(?:not|n't|lacks?)\b.*\b(?:enough|sufficient|buzz|funds)\b/i;

/** The typed error of a submit that was refused, `undefined` for the plain one. */
export function explainRefusal(failure: Failure, details: GenerationDetails): APICallError | undefined {
  const { status, action, reason } = failure;
  const text = failure.body?.message ?? '';
  if (status !== 400 && status !== 402 && status !== 403) return undefined;
  if (saysInsufficientFunds.test(text)) {
    return new InsufficientFundsError({
      ...apiCallErrorArguments(failure),
      ...details,
      message: `Failed to ${action}: ${reason}. Nothing was started. Top the account up with Buzz, or allow more kinds of it in providerOptions.civitai.currencies.`,
    });
  }
  if (status === 400 && saysBlocked(text)) {
    return new ContentModerationError({
      ...apiCallErrorArguments(failure),
      ...details,
      message: `Failed to ${action}: ${reason}. Nothing was started. ${adviceAfterRefusal}`,
    });
  }
  return undefined;
}
