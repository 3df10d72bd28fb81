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
    id: 'H3',
    title: 'An abort cancels the workflow of another key that ends alike.',
    shows: [['cancels its own', /cancels another's/]],
  },
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
    id: 'M5',
    title: 'The key under which a workflow can be collected is told in words only.',
    shows: [['delivered or named', /^civitai \| (?:error|died|aborted) \| externalId \| not named/]],
  },
  {
    id: 'M6',
    title: 'A word that only sounds like money or policy decides the class of an error.',
    shows: [['claims', /^civitai \| (?:no funds, it says|moderation, it says) \|/]],
  },
  {
    id: 'M9',
    title: 'Paid bytes that arrived are thrown away because the end of the file looks odd.',
    shows: [
      ['deadline', /(?:without its end|with a trailer)/],
      ['delivered or named', /(?:without its end|with a trailer)/],
    ],
  },
  {
    id: 'M12',
    title: 'Odd or missing transactions count as a cost of none, whatever the price says.',
    shows: [['cost told', /^civitai \| (?:result|error) \| (?:told as none|not told|told wrongly)/]],
  },
  {
    id: 'M13',
    title:
      'A key that is used again gives pictures of another wish, and who aborts cancels what others wait for.',
    shows: [
      ['as asked', /^civitai \| another's picture/],
      ['cancels its own', /cancels what another waits for/],
    ],
  },
  {
    id: 'N2',
    title: 'An abort throws away what is paid and known: no field names its addresses.',
    shows: [
      [
        'delivered or named',
        /^civitai \| (?:aborted|died) \| (?:\w+\+)*(?:url|inline)(?:\+\w+)* \| not named \| (?!.*no streams)/,
      ],
    ],
  },
  {
    id: 'M15',
    title: 'More pictures than asked come without a warning.',
    shows: [['as asked', /^civitai \| more than asked$/]],
  },
  {
    id: 'N3',
    title: 'One address of a picture takes all the time, and the others are not tried.',
    shows: [['deadline', /starved \| (?:image|stored|public|blob|bytes): /]],
  },
  {
    id: 'N9',
    title: 'More than ten listeners stand on the signal of a caller.',
    shows: [['clean', /listeners at once$/]],
  },
  {
    id: 'C2',
    title: 'After a lost answer, a refusal of the repeated submit says that nothing was started.',
    shows: [
      [
        'claims',
        /^civitai \| says nothing was done \| (?:5xx|503|reset|route lost|socket closed|cut|silence|2xx)/,
      ],
      ['delivered or named', /^civitai \| error \| untold \| submit: refuses/],
    ],
  },
  {
    id: 'C3',
    title: 'An ephemeral workflow is submitted again under a key that the service has forgotten.',
    shows: [['billed once', /^civitai \| ephemeral/]],
  },
  {
    id: 'C4',
    title: 'The cancel after an abort gives up early and reads one page only.',
    shows: [['cancels its own', /^civitai \| left running/]],
  },
  {
    id: 'C5',
    title: 'A submit is given up although repeating it under its key is free.',
    shows: [['deadline', /^civitai \| too early \| submit: /]],
  },
  {
    id: 'C6',
    title: 'Under a key of the caller an error advises to send again what fails again.',
    shows: [['as asked', /advice that fails$/]],
  },
  {
    id: 'C7',
    title: 'One odd answer to a look ends a call that is paid.',
    shows: [['deadline', /^civitai \| too early \| poll: /]],
  },
  {
    id: 'C8',
    title: 'Bytes that are there a moment later are given up.',
    shows: [
      ['deadline', /too early \| (?:image|blob|stored|public|bytes): not there/],
      ['delivered or named', /in vain \| .*bytesAfterMs/],
    ],
  },
  {
    id: 'C9',
    title: 'The reason why a picture is withheld is known and not told.',
    shows: [['claims', /withheld not seen/]],
  },
  {
    id: 'C10',
    title: 'What came is not compared with what was asked.',
    shows: [['as asked', /^(?:civitai|xai|deferred) \| another (?:shape|type)/]],
  },
  {
    id: 'P6',
    title: 'A gateway that makes another shape than asked is not found out.',
    shows: [['as asked', /^gateway \| another (?:shape|type)/]],
  },
  {
    id: 'S2',
    title: 'Where some images of a call come and others do not, only words name what is paid and missing.',
    shows: [['delivered or named', /\| result \| \S+ \| not named/]],
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
