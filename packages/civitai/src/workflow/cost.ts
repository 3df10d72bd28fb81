import type { Workflow, WorkflowTransaction } from './workflow.ts';

/**
 * Buzz that a workflow has cost: what was taken less what was given back where the service lists its transactions,
 * else its price; `undefined` when it says neither. A list that is empty, or that has an entry without an amount, says
 * nothing.
 */
export function chargedBuzz({ transactions, totalBuzz }: Workflow): number | undefined {
  return isWhole(transactions) ? Math.max(0, balanceOf(transactions)) : totalBuzz;
}

/** The same by the kind of Buzz that paid; `undefined` when the service does not say. */
export function chargedByCurrency({ transactions }: Workflow): Record<string, number> | undefined {
  const isSaid = isWhole(transactions) && transactions.every(({ accountType }) => accountType !== undefined);
  return isSaid ? buzzByCurrency(transactions) : undefined;
}

function isWhole(transactions: Workflow['transactions'] = []): transactions is WorkflowTransaction[] {
  return transactions.length > 0 && transactions.every(({ amount }) => amount !== undefined);
}

/** Buzz by currency, debits less credits. */
export function buzzByCurrency(transactions: readonly WorkflowTransaction[]): Record<string, number> {
  const currencies = new Set(transactions.flatMap(({ accountType }) => accountType ?? []));
  return Object.fromEntries(
    [...currencies].map(currency => [
      currency,
      balanceOf(transactions.filter(({ accountType }) => accountType === currency)),
    ]),
  );
}

function balanceOf(transactions: readonly WorkflowTransaction[]): number {
  return transactions.reduce(
    (sum, { type, amount = 0 }) => sum + (type?.toLowerCase() === 'credit' ? -amount : amount),
    0,
  );
}
