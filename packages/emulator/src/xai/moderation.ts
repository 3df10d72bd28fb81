import type { Exchange } from '../world/backend.ts';
import type { ModerationShape } from '../faults/faults.ts';

export interface Moderation {
  readonly shape: ModerationShape;
  /** Present when the whole request is refused. */
  readonly refusal?: RefusalCodes | undefined;
  refuses(index: number): boolean;
}

/** The code of a refusal in an answer, in a deferred job, and in a batch (of google.rpc.Code). */
interface RefusalCodes {
  readonly code: string;
  readonly jobCode: string;
  readonly batchCode: number;
}

/** `refuse` is today's refusal, `fail` the older generic one. */
const refusals: { readonly [Shape in ModerationShape]?: RefusalCodes } = {
  refuse: { code: 'imagine:content-moderated', jobCode: 'permission_denied', batchCode: 7 },
  fail: { code: 'Client specified an invalid argument', jobCode: 'invalid_argument', batchCode: 3 },
};

/** Words in a prompt that trigger moderation; the longer one first, as it contains the other. */
const triggers: readonly (readonly [word: string, shape: ModerationShape, items?: readonly number[]])[] = [
  ['#refuse', 'refuse'],
  ['#flag-one', 'flag', [0]],
  ['#flag', 'flag'],
  ['#empty', 'empty'],
  ['#fail', 'fail'],
];

export function moderate(exchange: Exchange, prompt: string): Moderation | undefined {
  const scripted = exchange.effect('moderate');
  return scripted === undefined ? moderateByWord(prompt) : toModeration(scripted.moderate, scripted.items);
}

export function moderateByWord(prompt: string): Moderation | undefined {
  const [, shape, items] = triggers.find(([word]) => prompt.includes(word)) ?? [];
  return shape && toModeration(shape, items);
}

function toModeration(shape: ModerationShape, items?: readonly number[]): Moderation {
  return { shape, refusal: refusals[shape], refuses: index => items?.includes(index) ?? true };
}

/** The sentence of every refusal (api.x.ai, 2026). */
export const moderationMessage = 'Generated image rejected by content moderation.';
