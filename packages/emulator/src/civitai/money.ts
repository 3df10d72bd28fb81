import { type Account, payingCurrencies, type Share, splitAmount, type Transaction } from './account.ts';
import type { Currency } from './facts.ts';
import { priceName, readImageInput } from './image-input.ts';
import type { CivitaiBalances, ResolvedCivitaiOptions } from '../options/civitai.ts';
import type { StepTemplate, Submission } from './submission.ts';
import type { Workflow, WorkflowCost } from './workflow.ts';

/** Images that a step is charged for, and Buzz for all of them. */
export function priceStep(
  { type, input }: StepTemplate,
  { prices }: ResolvedCivitaiOptions,
): { readonly images: number; readonly cost: number } {
  if (type === 'promptEnhancement') return { images: 0, cost: prices.promptEnhancement };
  const image = readImageInput(input);
  return { images: image.quantity, cost: image.quantity * prices[priceName(image)] };
}

/** Adds the tips, which are shares of the base, rounded up to whole Buzz. */
export function priceWorkflow({ steps, tips }: Submission, settings: ResolvedCivitaiOptions): WorkflowCost {
  const base = Math.ceil(steps.reduce((sum, step) => sum + priceStep(step, settings).cost, 0));
  const buzz = { civitai: Math.ceil(base * tips.civitai), creators: Math.ceil(base * tips.creators) };
  return { base, total: base + buzz.civitai + buzz.creators, tips: buzz };
}

/** Who would pay how much of a price. */
export function planCharge(
  { balances }: Account,
  { currencies, allowMatureContent }: Submission,
  amount: number,
): { readonly shares: readonly Share[]; readonly isEnough: boolean } {
  return splitAmount(balances, amount, payingCurrencies(currencies, allowMatureContent));
}

/** Takes Buzz from the account of a workflow. */
export function debit(workflow: Workflow, shares: readonly Share[]): void {
  move(workflow, 'debit', shares);
}

/** Gives Buzz back, the currency that paid last first. */
export function credit(workflow: Workflow, amount: number, images: number): void {
  const paid = paidBy(workflow);
  const order = (['yellow', 'green', 'blue', 'fakeRed'] as const).filter(currency => paid[currency] > 0);
  move(workflow, 'credit', splitAmount(paid, amount, order).shares);
  workflow.bill?.refund(amount, images);
}

/** What a workflow has cost each currency so far. */
export function paidBy({ transactions }: Workflow): CivitaiBalances {
  const sum = (currency: Currency): number =>
    transactions
      .filter(({ accountType }) => accountType === currency)
      .reduce((total, { type, amount }) => total + (type === 'debit' ? amount : -amount), 0);
  return { blue: sum('blue'), green: sum('green'), yellow: sum('yellow'), fakeRed: sum('fakeRed') };
}

/**
 * Lets yellow Buzz pay for what other currencies have paid, as mature content needs it. `false`, and nothing is moved,
 * if there is too little of it.
 */
export function payInYellow(workflow: Workflow): boolean {
  const paid = paidBy(workflow);
  const others = (['blue', 'green', 'fakeRed'] as const).flatMap(accountType =>
    paid[accountType] > 0 ? [{ accountType, amount: paid[accountType] }] : [],
  );
  const amount = others.reduce((sum, share) => sum + share.amount, 0);
  if (workflow.account.balances.yellow < amount) return false;
  move(workflow, 'credit', others);
  if (amount > 0) move(workflow, 'debit', [{ accountType: 'yellow', amount }]);
  return true;
}

function move(workflow: Workflow, type: Transaction['type'], shares: readonly Share[]): void {
  const { account, transactions, id } = workflow;
  for (const { accountType, amount } of shares) {
    account.balances[accountType] += type === 'debit' ? -amount : amount;
    transactions.push({ type, amount, accountType, id: `${id}-${transactions.length}` });
  }
}
