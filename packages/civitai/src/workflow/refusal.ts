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

/**
 * The service's words for an account that cannot pay; it has no code and no status of its own for that. Scopes and
 * permissions are insufficient as well, so a word of money has to stand beside it.
 */
const money = '(?:buzz|funds|balance|credits?)';
const saysInsufficientFunds = new RegExp(
  `\\b(?:insufficient|sufficient|enough|lacks?)\\b.*\\b${money}\\b|\\b${money}\\b.*\\b(?:insufficient|not enough|not sufficient|too low)\\b`,
  'i',
);
const saysPermission = /\b(?:permissions?|scopes?)\b/i;

/** The typed error of a submit that was refused, `undefined` for the plain one. */
export function explainRefusal(failure: Failure, details: GenerationDetails): APICallError | undefined {
  const { status, action, reason, outcome } = failure;
  const text = failure.body?.message ?? '';
  if (outcome !== 'refused' || (status !== 400 && status !== 402 && status !== 403)) return undefined;
  if (status === 402 || (saysInsufficientFunds.test(text) && !saysPermission.test(text))) {
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
