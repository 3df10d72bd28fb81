import type { VirtualTime } from '../time/virtual-time.ts';
import { fair, type Reaction, type ServiceScript } from '../script/reaction.ts';
import { roles, type Role } from '../script/role.ts';
import type { Runtime } from '../script/scenario.ts';
import { parsed } from './json.ts';
import { cutOffError, toNetworkError } from './network-errors.ts';
import type { Answer, Arrival, PlayedService } from './played-service.ts';
import type { RefusalClass } from './refusal.ts';
import { toWire, type WireAnswer, type WireSettings } from './wire-answer.ts';

/** One request and what became of it. */
export interface Exchange {
  readonly atMs: number;
  readonly call: number;
  readonly role: Role | undefined;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly reaction: Reaction;
  /** What the service did, in words; absent when it did nothing. */
  note?: string;
  /** What the client saw, in words, and when. */
  seen?: string;
  seenAtMs?: number;
  /** What the service meant when it turned the request down. */
  means?: RefusalClass;
}

/** What lies between clients and a service: it plays the script, and notes everything. */
export class Network {
  readonly exchanges: Exchange[] = [];
  /** Calls whose process has ended: nothing reaches or leaves them. */
  readonly dead: Set<number> = new Set();
  readonly #service: PlayedService;
  readonly #time: VirtualTime;
  readonly #script: ServiceScript;
  readonly #wire: WireSettings;
  readonly #latencyMs: number;
  readonly #left = new Map<Role, Reaction[]>();

  constructor(
    service: PlayedService,
    {
      time,
      script,
      wire,
      latencyMs = 0,
    }: {
      time: VirtualTime;
      script: ServiceScript;
      wire: WireSettings;
      latencyMs: number | undefined;
    },
  ) {
    this.#service = service;
    this.#time = time;
    this.#script = script;
    this.#wire = wire;
    this.#latencyMs = latencyMs;
    for (const role of roles) {
      const reactions = (script[role]?.first ?? []).flatMap(reaction =>
        Array.from({ length: reaction.times ?? 1 }, () => reaction),
      );
      this.#left.set(role, reactions);
    }
  }

  /** Ends passing faults: what comes in the way for ever stays. */
  makeFair(): void {
    this.#left.clear();
  }

  /** The `fetch` of one call. */
  fetchFor(call: number, runtime: Runtime | undefined): typeof globalThis.fetch {
    const kept = new Map<string, WireAnswer>();
    return async (input, init = {}) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      const method = init.method ?? 'GET';
      const isKeepable = runtime === 'keeps answers' && method === 'GET' && init.cache !== 'no-store';
      const before = isKeepable ? kept.get(url.href) : undefined;
      if (before) return before.toResponse();
      const body = await this.#read(init.body, runtime);
      const arrival: Arrival = {
        call,
        method,
        url,
        headers: new Headers(init.headers),
        body,
        json: parsed(body),
      };
      const answer = await this.#exchange(call, arrival, init.signal ?? undefined);
      if (isKeepable && answer.isSuccess) kept.set(url.href, answer);
      return answer.toResponse();
    };
  }

  async #read(body: RequestInit['body'], runtime: Runtime | undefined): Promise<string> {
    if (body === undefined || body === null) return '';
    if (typeof body === 'string') return body;
    // Another copy of undici does not know the classes of this one.
    if (runtime === 'another fetch' && body instanceof FormData) return String(body);
    const release = this.#time.hold();
    try {
      return await new Response(body).text();
    } finally {
      release();
    }
  }

  async #exchange(call: number, arrival: Arrival, signal: AbortSignal | undefined): Promise<WireAnswer> {
    if (this.dead.has(call)) return new Promise(() => undefined);
    signal?.throwIfAborted();
    const role = this.#service.roleOf(arrival);
    const reaction = this.#next(role);
    const exchange: Exchange = {
      atMs: this.#time.now(),
      call,
      role,
      method: arrival.method,
      url: arrival.url.href,
      body: arrival.body,
      reaction,
    };
    this.exchanges.push(exchange);
    const answered = this.#play(role, reaction, arrival, exchange);
    return new Promise((resolve, reject) => {
      const see = (words: string): void => {
        exchange.seen = words;
        exchange.seenAtMs = this.#time.now();
      };
      const onAbort = (): void => {
        see('gave up');
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      answered
        .then(
          ({ answer, wire }) => {
            if (exchange.seen !== undefined || this.dead.has(call)) return;
            see(wire.words);
            if (answer) this.#hand(answer, call);
            resolve(wire);
          },
          (error: unknown) => {
            if (exchange.seen !== undefined || this.dead.has(call)) return;
            see(error instanceof Error ? `${error.message} (${String(error.cause)})` : String(error));
            reject(error);
          },
        )
        .finally(() => signal?.removeEventListener('abort', onAbort));
    });
  }

  #next(role: Role | undefined): Reaction {
    if (role === undefined) return fair;
    return this.#left.get(role)?.shift() ?? this.#script[role]?.always ?? fair;
  }

  /** Puts what an answer gives into the hands of a client. */
  #hand({ gives = [], tells = [] }: Answer, call: number): void {
    for (const { bill, handles } of gives) {
      bill.handles.push(...handles.map(handle => ({ ...handle, atMs: this.#time.now(), call })));
    }
    for (const bill of tells) bill.costToldTo.add(call);
  }

  async #play(
    role: Role | undefined,
    { works, says, afterMs = 0 }: Reaction,
    arrival: Arrival,
    exchange: Exchange,
  ): Promise<{ wire: WireAnswer; answer?: Answer }> {
    const { toRefusal, words } = this.#refusals();
    const carriedOut = works ? this.#service.handle(role ?? 'image', arrival) : undefined;
    const note = async (): Promise<Answer> => {
      const answer = await (carriedOut ?? this.#service.handle(role ?? 'image', arrival));
      if (answer.note !== undefined) exchange.note = answer.note;
      return answer;
    };
    if (carriedOut && says.kind !== 'proper' && says.kind !== 'cut') void note();
    await this.#time.sleep(afterMs + this.#latencyMs);
    switch (says.kind) {
      case 'proper': {
        const answer = await note();
        return { wire: toWire(answer, this.#wire), answer };
      }
      case 'cut':
        return { wire: toWire(await note(), this.#wire, cutOffError()) };
      case 'silence':
        return new Promise(() => undefined);
      case 'fails':
        throw toNetworkError(says.fault);
      case 'refuses': {
        const { status, code, message, means } = words[says.reason];
        exchange.means = means;
        const refusal = { status, ...toRefusal(status, code, message) };
        return { wire: toWire(refusal, { ...this.#wire, retryAfter: says.retryAfter }) };
      }
      case 'foreign':
        return { wire: toWire({ status: says.status }, { ...this.#wire, ...says, key: keyOf(arrival) }) };
      default:
        return says satisfies never;
    }
  }

  #refusals() {
    return {
      words: this.#wire.refusals,
      toRefusal: this.#service.toRefusal.bind(this.#service),
    };
  }
}

function keyOf({ headers }: Arrival): string {
  return headers.get('authorization')?.replace('Bearer ', '') ?? '';
}
