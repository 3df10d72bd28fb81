import type { Role } from './role.ts';

/** How an exchange fails below HTTP, in the words of Node.js. */
export const networkFaults = [
  // Certain: no connection was made.
  'refused',
  'host not found',
  'no route while connecting',
  'proxy says 407',
  // Nothing is certain: the request may have arrived.
  'reset',
  'route lost while reading',
  'socket closed',
] as const;

export type NetworkFault = (typeof networkFaults)[number];

/** Of these the service cannot have seen anything. */
export const neverArrives: readonly NetworkFault[] = [
  'refused',
  'host not found',
  'no route while connecting',
  'proxy says 407',
];

/** Why the service itself turns a request down, in its own words and shape; nothing is carried out then. */
export const reasons = [
  'input',
  'input that mentions moderation',
  'permission',
  'permission in words of money',
  'funds',
  'moderation',
  'rate',
  'overloaded',
  'conflict',
] as const;

export type Reason = (typeof reasons)[number];

/** What stands in the answer of something that is not the service, or of a service that is not itself. */
export const bodies = ['html', 'empty', 'null', 'text', 'list', 'another vendor', 'echo of the key'] as const;

export type Body = (typeof bodies)[number];

/** `retry-after` as services and proxies write it. */
export const retryAfters = ['0', '1', '3600', 'a date in a minute', 'soon'] as const;

/** What a request is answered, whether or not it was carried out. */
export type Says =
  /** What the service answers when all is well. */
  | { readonly kind: 'proper' }
  /** The same, but the connection breaks within the body. */
  | { readonly kind: 'cut' }
  /** Nothing, ever. */
  | { readonly kind: 'silence' }
  | { readonly kind: 'fails'; readonly fault: NetworkFault }
  /** The service turns it down: true, and nothing was carried out. */
  | { readonly kind: 'refuses'; readonly reason: Reason; readonly retryAfter?: string | undefined }
  /** Something in between answers in the place of the service, before or after it. */
  | {
      readonly kind: 'foreign';
      readonly status: number;
      readonly body: Body;
      readonly retryAfter?: string | undefined;
    };

/** What becomes of one request. */
export interface Reaction {
  /** Whether the service carries it out. */
  readonly works: boolean;
  readonly says: Says;
  /** Milliseconds until it is said. */
  readonly afterMs?: number | undefined;
  /** How many requests in a row meet it, default 1. */
  readonly times?: number | undefined;
}

/** The reactions to the requests of one role, in order; then all is well, or the same thing happens for ever. */
export interface RoleScript {
  readonly first: readonly Reaction[];
  readonly always?: Reaction | undefined;
}

export type ServiceScript = { readonly [ROLE in Role]?: RoleScript | undefined };

/** All is well. */
export const fair: Reaction = { works: true, says: { kind: 'proper' } };

/**
 * A reaction that can be true: what never arrives, or is turned down by the service itself, was not carried out; what is
 * answered as it should was.
 */
export function truthful(reaction: Reaction): Reaction {
  const { says } = reaction;
  switch (says.kind) {
    case 'proper':
    case 'cut':
      return { ...reaction, works: true };
    case 'fails':
      return neverArrives.includes(says.fault) ? { ...reaction, works: false } : reaction;
    case 'refuses':
      return { ...reaction, works: false };
    case 'foreign':
      // Who says 429 has turned it away, whoever it is.
      return says.status === 429 ? { ...reaction, works: false } : reaction;
    case 'silence':
      return reaction;
    default:
      return says satisfies never;
  }
}
