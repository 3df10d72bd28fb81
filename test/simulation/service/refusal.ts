import type { Reason } from '../script/reaction.ts';

/** What kind of no it is, whatever the words. */
export type RefusalClass = 'input' | 'permission' | 'funds' | 'moderation' | 'rate' | 'overload' | 'conflict';

/** A no of the service itself: status, code and words as they have been seen, and what they mean. */
export interface RefusalWords {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly means: RefusalClass;
}

type ByReason = Readonly<Record<Reason, RefusalWords>>;

/** docs.x.ai, errors; live answers of 2026. */
export const xaiRefusals: ByReason = {
  input: {
    status: 400,
    code: 'invalid-argument',
    message: 'The number of images to generate (n) must be between 1 and 10 inclusive.',
    means: 'input',
  },
  'input that mentions moderation': {
    status: 400,
    code: 'invalid-argument',
    message: "quality: unknown variant 'moderate'",
    means: 'input',
  },
  permission: {
    status: 403,
    code: 'permission-denied',
    message: 'Your team is not allowed to use this model.',
    means: 'permission',
  },
  'permission in words of money': {
    status: 403,
    code: 'permission-denied',
    message: 'Insufficient permissions: the key lacks a scope.',
    means: 'permission',
  },
  funds: {
    status: 403,
    code: 'permission-denied',
    message: 'Your team has used all available credits or reached its monthly spending limit.',
    means: 'funds',
  },
  // A refusal by the policy that costs nothing: the prompt itself was turned down.
  moderation: {
    status: 400,
    code: 'imagine:content-moderated',
    message: 'Prompt rejected by content moderation.',
    means: 'moderation',
  },
  rate: {
    status: 429,
    code: 'resource-exhausted',
    message: 'Too many requests for team t and model m.',
    means: 'rate',
  },
  overloaded: {
    status: 503,
    code: 'unavailable',
    message: 'The service is currently at capacity.',
    means: 'overload',
  },
  conflict: {
    status: 409,
    code: 'conflict',
    message: 'The resource is being changed.',
    means: 'conflict',
  },
};

/** developer.civitai.com, errors and retries, 2026-08; its own site, 2026. */
export const civitaiRefusals: ByReason = {
  ...xaiRefusals,
  input: {
    status: 400,
    code: 'input',
    message: 'steps[0].input.aspectRatio: not an accepted value',
    means: 'input',
  },
  'input that mentions moderation': {
    status: 400,
    code: 'input',
    message: "steps[0].input.quality: 'moderate' is not an accepted value",
    means: 'input',
  },
  'permission in words of money': {
    status: 403,
    code: 'permission',
    message: 'Insufficient scope',
    means: 'permission',
  },
  funds: { status: 403, code: 'funds', message: 'Insufficient Buzz', means: 'funds' },
  moderation: {
    status: 400,
    code: 'moderation',
    message: 'The prompt was blocked by the content policy',
    means: 'moderation',
  },
  conflict: {
    status: 409,
    code: 'conflict',
    message: 'A workflow with this externalId is being submitted.',
    means: 'conflict',
  },
};
