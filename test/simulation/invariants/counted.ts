import type { Play } from '../play.ts';
import type { Violation } from './violation.ts';

const thousandthsOfBuzz = 1000;

/** A budget counts everything that was billed: what it does not know for sure, it counts as spent. */
export function counted({ scenario, counted: told, bills }: Play): readonly Violation[] {
  if (told === undefined) return [];
  const { service } = scenario;
  const isCivitai = service === 'civitai';
  const billed = bills.reduce((sum, { cost }) => sum + cost, 0) * (isCivitai ? thousandthsOfBuzz : 1);
  const inBudget = isCivitai ? told.buzz : told.usd;
  if (inBudget >= billed) return [];
  const sign = `${service} | ${inBudget === 0 ? 'nothing is counted' : 'too little is counted'}`;
  return [{ invariant: 'counted', sign, text: `${billed} units are billed, the budget counts ${inBudget}` }];
}
