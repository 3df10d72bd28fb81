import type { Exchange } from '../world/backend.ts';
import type { ModerationShape } from '../faults/faults.ts';

export interface Moderation {
  readonly shape: ModerationShape;
  refuses(index: number): boolean;
}

/** Words in a prompt that trigger moderation; the longer one first, as it contains the other. */
const triggers: readonly (readonly [word: string, shape: ModerationShape, items?: readonly number[]])[] = [
  ['#refuse', 'refuse'],
  ['#flag-one', 'flag', [0]],
  ['#flag', 'flag'],
  ['#empty', 'empty'],
  ['#fail', 'fail'],
];

/** A scripted fault decides first, then the prompt. */
export function moderate(exchange: Exchange, prompt: string): Moderation | undefined {
  const scripted = exchange.effect('moderate');
  return scripted === undefined ? moderateByWord(prompt) : toModeration(scripted.moderate, scripted.items);
}

export function moderateByWord(prompt: string): Moderation | undefined {
  const [, shape, items] = triggers.find(([word]) => prompt.includes(word)) ?? [];
  return shape === undefined ? undefined : toModeration(shape, items);
}

function toModeration(shape: ModerationShape, items?: readonly number[]): Moderation {
  return { shape, refuses: index => items?.includes(index) ?? true };
}

/** The sentence of every refusal (api.x.ai, 2026). */
export const moderationMessage = 'Generated image rejected by content moderation.';

/** The body of a refusal: `refuse` is today's code, `fail` the older generic one. */
export function moderationBody(shape: 'refuse' | 'fail', cost: number): object {
  const code = shape === 'refuse' ? 'imagine:content-moderated' : 'Client specified an invalid argument';
  return { code, error: moderationMessage, usage: { cost_in_usd_ticks: cost } };
}
