import type { CivitaiBalances, Currency, ResolvedCivitaiOptions } from '../options/civitai.ts';
import { currencies } from './facts.ts';
import { surcharges } from '../options/civitai-prices.ts';
import { type ImageInput, readImageInput } from './inputs.ts';
import { listOf } from './json.ts';
import type { StepTemplate, Submission } from './submission.ts';
import type { Account, Share, Transaction, Workflow, WorkflowCost } from './workflow.ts';

interface Plan {
  readonly shares: readonly Share[];
  /** Whether the balances cover the price. */
  readonly isEnough: boolean;
}

export function priceStep(
  { type, input }: StepTemplate,
  { prices }: ResolvedCivitaiOptions,
): { readonly images: number; readonly cost: number } {
  if (type === 'promptEnhancement') return { images: 0, cost: prices.promptEnhancement };
  const image = readImageInput(input);
  return { images: image.quantity, cost: image.quantity * priceOf(image, prices) };
}

/** Fields that a price is named by. Others share words with them: `creativity` may be `medium`, too. */
const pricedBy = 'engine ecosystem model modelVersion version operation quality resolution size'.split(' ');

/** Buzz for one image: by the name of which most words are in the input, and what its fields add. */
function priceOf({ filled }: ImageInput, prices: ResolvedCivitaiOptions['prices']): number {
  const words = new Set(pricedBy.map(name => filled[name]));
  const [name] = Object.entries(prices)
    .filter(([each]) => each.split(' ').every(word => words.has(word)))
    .toSorted(([one], [other]) => other.split(' ').length - one.split(' ').length);
  const added = surcharges.filter(
    ([word, field]) => words.has(word) && (filled[field] === true || listOf(filled[field]).length > 0),
  );
  return added.reduce((sum, [, , buzz]) => sum + buzz, name?.[1] ?? prices.image);
}

/** Adds the tips, which are shares of the base, rounded up to whole Buzz. */
export function priceWorkflow({ steps, tips }: Submission, settings: ResolvedCivitaiOptions): WorkflowCost {
  const base = Math.ceil(steps.reduce((sum, step) => sum + priceStep(step, settings).cost, 0));
  const buzz = { civitai: Math.ceil(base * tips.civitai), creators: Math.ceil(base * tips.creators) };
  return { base, total: base + buzz.civitai + buzz.creators, tips: buzz };
}

/** Who would pay: of the currencies asked for, blue before green before yellow (developer.civitai.com, Payments). */
export function planCharge({ balances }: Account, submission: Submission, amount: number): Plan {
  const { length } = submission.currencies;
  const wanted: readonly Currency[] = length === 0 ? ['blue', 'green', 'yellow'] : submission.currencies;
  const isMature = submission.allowMatureContent === true;
  const order = currencies.filter(each => wanted.includes(each) && (!isMature || each === 'yellow'));
  return split(balances, amount, order);
}

/** Gives Buzz back, the currency that paid last first, and at most what was paid. */
export function credit(workflow: Workflow, amount: number, images: number): void {
  const { shares } = split(paidBy(workflow), amount, ['yellow', 'green', 'blue', 'fakeRed']);
  move(workflow, 'credit', shares);
  workflow.bill?.refund(sumOf(shares), images);
}

function sumOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { amount }) => sum + amount, 0);
}

function paidBy({ transactions }: Workflow): CivitaiBalances {
  const paid = { blue: 0, green: 0, yellow: 0, fakeRed: 0 };
  for (const { accountType, type, amount } of transactions)
    paid[accountType] += type === 'debit' ? amount : -amount;
  return paid;
}

/** Lets yellow Buzz pay for what others have paid, as mature content needs it. `false`, and nothing moves, if it is too little. */
export function payInYellow(workflow: Workflow): boolean {
  const others = split(paidBy(workflow), Infinity, ['blue', 'green', 'fakeRed']).shares;
  const amount = sumOf(others);
  if (workflow.account.balances.yellow < amount) return false;
  move(workflow, 'credit', others);
  if (amount > 0) move(workflow, 'debit', [{ accountType: 'yellow', amount }]);
  return true;
}

function split(balances: CivitaiBalances, amount: number, order: readonly Currency[]): Plan {
  let open = amount;
  const shares = order.flatMap(accountType => {
    const part = Math.min(open, Math.max(0, balances[accountType]));
    open -= part;
    return part > 0 ? [{ amount: part, accountType }] : [];
  });
  return { shares, isEnough: open === 0 };
}

export function move(workflow: Workflow, type: Transaction['type'], shares: readonly Share[]): void {
  const { account, transactions, id } = workflow;
  for (const share of shares) {
    account.balances[share.accountType] += type === 'debit' ? -share.amount : share.amount;
    transactions.push({ type, ...share, id: `${id}-${transactions.length}` });
  }
}
