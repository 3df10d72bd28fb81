import type { InvariantName, Violation } from './invariants/index.ts';

/** A kind of violation that is known and not mended yet. */
export interface KnownViolation {
  readonly id: string;
  /** What goes wrong, in a sentence. */
  readonly title: string;
  /** How it shows: by invariant, and by what its signs look like. */
  readonly shows: readonly (readonly [InvariantName, RegExp])[];
}

/**
 * The violations that are known by kind. The list may only shrink: what is mended goes from it, and what is found is
 * mended instead of added.
 */
export const known: readonly KnownViolation[] = [
  {
    id: 'M3',
    title:
      'The other ways to a paid image are tried after 401, 403, 404 and 410 only, and one odd answer ends a download.',
    shows: [
      [
        'deadline',
        /too early \| (?:image|blob|stored|public|bytes): (?:\dxx|429|503|cut|reset|socket|refused|host|no route|route|proxy|refuses|silence)/,
      ],
      ['delivered or named', /in vain \| an address is dead(?!.*stored only)/],
    ],
  },
  {
    id: 'N3',
    title: 'One address of a picture takes all the time, and the others are not tried.',
    shows: [['deadline', /starved \| (?:image|stored|public|blob|bytes): /]],
  },
  {
    id: 'S5',
    title: 'A part of a split call that is repeated gets a whole deadline of its own.',
    shows: [['deadline', /too late/]],
  },
];

/** The kinds that a violation may be of; none for one that is new. */
export function kindsOf({ invariant, sign }: Violation): KnownViolation[] {
  return known.filter(({ shows }) => shows.some(([name, looks]) => name === invariant && looks.test(sign)));
}
