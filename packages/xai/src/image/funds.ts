import {
  apiCallErrorArguments,
  InsufficientFundsError,
  type Failure,
  type GenerationDetails,
} from '@grok-image/core';

/** Statuses under which xAI and gateways say that an account cannot pay; some say so in an answer with HTTP 200. */
const statuses = [200, 402, 403, 429];

/** Codes of gateways (new-api and OpenAI's, 2026). */
const codes = /^(?:insufficient_(?:user_)?(?:quota|balance|credits?|funds)|billing_hard_limit_reached)$/i;

/**
 * Sentences about money (xAI: "used all available credits or reached its monthly spending limit"); a scope or a
 * permission can be insufficient as well.
 */
const sentences =
  /\b(?:used all available credits|(?:doesn't|does not) have any credits|monthly spending limit|insufficient (?:account )?(?:balance|quota|credits?|funds)|(?:balance|quota|credits?) (?:is |are )?(?:insufficient|not enough|exhausted))\b/i;

/** The error for an account that cannot pay, at the first request; `undefined` for any other failure. */
export function explainFunds(
  failure: Failure,
  details: GenerationDetails,
): InsufficientFundsError | undefined {
  const { status = 0 } = failure;
  const words = wordsOf(failure);
  if (words === undefined || !statuses.includes(status)) return undefined;
  // 402 says it by itself, but in the words of a service only.
  const isAboutMoney = status === 402 || codes.test(words.code) || sentences.test(words.message);
  if (!isAboutMoney) return undefined;
  const reason = `${words.message.replace(/\.$/, '') || 'no reason was given'} (HTTP ${status})`;
  return new InsufficientFundsError({
    ...details,
    ...apiCallErrorArguments(failure),
    message: `Failed to ${failure.action}: ${reason}. Nothing was started. Top the account up.`,
  });
}

/** What a failed answer says in JSON; one with HTTP 200 may say so, too. */
export function wordsOf({ body }: Failure): { code: string; message: string } | undefined {
  return body?.form === 'json' ? { code: body.code ?? '', message: body.message } : undefined;
}
