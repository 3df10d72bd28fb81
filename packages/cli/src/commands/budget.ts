import { invalidArgument, listSchema, textSchema } from '@grok-image/core';
import { suggestion } from '@grok-image/core/internal';
import { budgetMiddleware, type BudgetStatus } from '@grok-image/middleware/budget';
import * as z from 'zod/v4';
import { exitCodes } from '../exit/exit-code.ts';
import { defineCommand, type CommandDefinition } from '../flags/definition.ts';
import { inColumns } from '../output/columns.ts';
import type { Output } from '../output/output.ts';
import { openLedger } from '../stores/ledger.ts';

const actions = ['status', 'free'] as const;
const periods = ['hour', 'day', 'month', 'total'] as const;

const flags = z.strictObject({
  redis: textSchema().optional().meta({ value: 'url' }).describe('The Redis with the ledger.'),
  postgres: textSchema().optional().meta({ value: 'url' }).describe('The PostgreSQL with the ledger.'),
  prefix: textSchema()
    .optional()
    .describe('Of the keys in Redis, or the schema in PostgreSQL, where it is not the usual one.'),
  tenant: listSchema(textSchema())
    .optional()
    .meta({ value: 'name' })
    .describe('Whose budget; may be repeated. Left out: the one that all share.'),
  namespace: textSchema().optional().describe('Of the budget, where it has one.'),
  timeZone: textSchema().optional().describe('By whose clocks days begin, where the budget has one.'),
});

/** Shows what a production stack has spent, and frees what turned out not to be billed. */
export const budget: CommandDefinition = defineCommand({
  arguments: [
    { syntax: '[action]', words: 'status (the default), or free' },
    { syntax: '[id]', words: 'of an unsettled sum, for free' },
  ],
  flags,
  examples: [
    'grok-image budget --redis redis://127.0.0.1:6379 --tenant user-1',
    'grok-image budget free ID --redis redis://127.0.0.1:6379',
  ],
  async run({ values, args: [action = 'status', id], output }) {
    if (action !== 'status' && action !== 'free') {
      throw invalidArgument('action', action, suggestion([action], actions));
    }
    if (action === 'free' && !id)
      throw invalidArgument('id', id, 'the id of a sum that budget lists as unsettled');
    const { ledger, close } = await openLedger(values);
    try {
      if (id !== undefined && action === 'free') return await free(id, () => ledger.free(id), output);
      const { namespace, timeZone, tenant: tenants = [undefined] } = values;
      for (const tenant of tenants) {
        const { status } = budgetMiddleware({
          ledger,
          limits: periods.map(per => ({ per, usd: Infinity, buzz: Infinity, images: Infinity })),
          namespace,
          timeZone,
          ...(tenant !== undefined && { tenant: () => tenant }),
        });
        show(tenant, await status(tenant), output);
      }
      return exitCodes.done;
    } finally {
      await close();
    }
  },
});

async function free(id: string, freeIt: () => Promise<boolean>, output: Output): Promise<number> {
  const isFreed = await freeIt();
  output.result(
    { type: 'freed', id, freed: isFreed },
    isFreed ? `Freed ${id}.` : `Nothing unsettled has the id ${id}.`,
  );
  return isFreed ? exitCodes.done : exitCodes.failed;
}

/** What was spent in the periods that are now, as far as anything was. */
function show(tenant: string | undefined, status: readonly BudgetStatus[], output: Output): void {
  const used = status.filter(({ spent, reserved, unsettled }) => spent + reserved + unsettled > 0);
  for (const { currency, per, spent, reserved, unsettled, unsettledAmounts } of used) {
    const sums = unsettledAmounts.map(sum => ({ ...sum, since: sum.since.toISOString() }));
    const account = { tenant: tenant ?? null, currency, per, spent, reserved, unsettled, sums };
    if (output.mode === 'json') output.result({ type: 'budget', ...account }, '');
  }
  if (output.mode === 'json') return;
  output.result({}, tenant === undefined ? 'shared by all' : `tenant ${tenant}`);
  const rows = used.map(({ currency, per, spent, reserved, unsettled }) => [
    `  ${currency}`,
    per === 'total' ? 'in all' : `this ${per}`,
    String(spent),
    String(reserved),
    String(unsettled),
  ]);
  const heads = ['  in', '', 'spent', 'held', 'unsettled'];
  output.result(
    {},
    rows.length === 0 ? '  nothing spent' : inColumns([heads, ...rows], { right: [2, 3, 4] }),
  );
  const sums = new Map(
    used.flatMap(({ currency, unsettledAmounts }) =>
      unsettledAmounts.map(
        ({ id, amount, since }) =>
          [id, `  ${amount} ${currency} since ${since.toISOString()}  ${id}`] as const,
      ),
    ),
  );
  if (sums.size > 0) output.result({}, ['  unsettled sums:', ...sums.values()].join('\n'));
}
