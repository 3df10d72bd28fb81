import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import type { ClaimRecord, Ledger, ThrownSwitch } from './ledger.ts';

/** Does one operation of a ledger on a server, in one step, and gives what it answers as JSON. */
export type AskLedger = (operation: LedgerOperation, argument: object) => Promise<unknown>;

export type LedgerOperation =
  | 'reserve'
  | 'mark_sent'
  | 'renew'
  | 'settle'
  | 'release'
  | 'void'
  | 'free'
  | 'standing'
  | 'unsettled'
  | 'lost'
  | 'stop'
  | 'resume'
  | 'stopped'
  | 'claim'
  | 'advance'
  | 'renew_claim'
  | 'drop'
  | 'look_up';

const answers = lazy(() => {
  // Whole numbers travel as texts where a server's JSON would round them.
  const amount = z.coerce.number();
  const standing = z.object({ spent: amount, reserved: amount, unsettled: amount });
  const thrown: z.ZodType<ThrownSwitch> = z.object({ name: z.string(), reason: z.string() });
  const record = z.object({
    state: z.enum(['running', 'sent', 'unknown', 'done']),
    hash: z.string(),
    note: z.string().nullish(),
  });
  const lost = z.object({
    id: z.string(),
    since: z.number(),
    amounts: z.array(z.object({ account: z.string(), amount })),
    note: z.string().nullish(),
  });
  return {
    standing,
    reserve: z.discriminatedUnion('isReserved', [
      z.object({ isReserved: z.literal(true) }),
      z.object({
        isReserved: z.literal(false),
        account: z.string().optional(),
        standing: standing.default({ spent: 0, reserved: 0, unsettled: 0 }),
        thrown: thrown.optional(),
      }),
    ]),
    unsettled: z.object({
      sums: z.array(z.object({ id: z.string(), amount, since: z.number() })).optional(),
    }),
    lost: z.object({ sums: z.array(lost).optional() }),
    stopped: z.object({ switches: z.array(thrown).optional() }),
    record,
    lookUp: z.object({ record: record.optional() }),
    claim: z.discriminatedUnion('isOurs', [
      z.object({ isOurs: z.literal(true) }),
      z.object({ isOurs: z.literal(false), record }),
    ]),
    verdict: z.object({ isDone: z.boolean() }),
  };
});

/** A ledger whose operations run on a server. */
export function remoteLedger(ask: AskLedger): Omit<Ledger, 'forget'> {
  const judge = async (operation: LedgerOperation, argument: object) =>
    answers().verdict.parse(await ask(operation, argument)).isDone;
  return {
    async reserve(reservation) {
      const answer = answers().reserve.parse(await ask('reserve', reservation));
      return answer.isReserved ? answer : { ...answer, account: answer.account };
    },
    markSent: (id, token, ttlMs, note) => judge('mark_sent', { id, token, ttlMs, note }),
    renew: (id, ttlMs) => judge('renew', { id, ttlMs }),
    async settle(id, amounts) {
      const parts = Object.entries(amounts).map(([account, sum]) => ({ account, amount: sum }));
      await ask('settle', { id, amounts: parts });
    },
    async release(id, token) {
      await ask('release', { id, token });
    },
    async void(id) {
      await ask('void', { id });
    },
    free: (id, since) => judge('free', { id, since }),
    async standing(account) {
      return answers().standing.parse(await ask('standing', { account }));
    },
    async unsettled(account) {
      return answers().unsettled.parse(await ask('unsettled', { account })).sums ?? [];
    },
    async lost(what) {
      const { sums = [] } = answers().lost.parse(await ask('lost', what));
      return sums.map(({ note, ...sum }) => ({ ...sum, note: note ?? undefined }));
    },
    async stop(one) {
      await ask('stop', one);
    },
    resume: name => judge('resume', { name }),
    async stopped(prefix) {
      return answers().stopped.parse(await ask('stopped', { prefix })).switches ?? [];
    },
    async claim(request) {
      const answer = answers().claim.parse(await ask('claim', request));
      return answer.isOurs ? answer : { isOurs: false, record: toRecord(answer.record) };
    },
    advance: step => judge('advance', step),
    renewClaim: request => judge('renew_claim', request),
    async drop(request) {
      await ask('drop', request);
    },
    async lookUp(key) {
      const answer = answers().lookUp.parse(await ask('look_up', { key }));
      return answer.record && toRecord(answer.record);
    },
  };
}

function toRecord({ state, hash, note }: z.output<ReturnType<typeof answers>['record']>): ClaimRecord {
  return { state, hash, note: note ?? undefined };
}
