import { measureInTurn, medianOf } from '../harness/in-turn.ts';
import { numberText, type Findings, type Plan, type Row } from '../report/row.ts';
import { measureCalls, type Load } from './generate.ts';

const megabyte = 1024 * 1024;

/** k: CPU of a call as it asks for more images, or larger ones. */
export async function measureGrowth(plan: Plan): Promise<Findings> {
  const tenth = Math.round(megabyte / 10);
  const counts = [1, 10, 100].map(n => ({ size: n, load: { n, bytes: tenth, calls: calls(plan, 400 / n) } }));
  const sizes = [0.1, 1, 10].map(size => ({
    size,
    load: { bytes: Math.round(size * megabyte), calls: calls(plan, 40 / size) },
  }));
  return {
    rows: [
      await measureRow(plan, 'CPU of a call for n=1, 10, 100 images of 0.1 MB', counts),
      await measureRow(plan, 'CPU of a call for one image of 0.1, 1, 10 MB', sizes),
    ],
  };
}

function calls({ isSmoke }: Plan, count: number): number {
  return isSmoke ? 1 : Math.max(10, Math.round(count));
}

async function measureRow(
  { origin, isSmoke }: Plan,
  what: string,
  steps: readonly { readonly size: number; readonly load: Load }[],
): Promise<Row> {
  const names = steps.map(({ size }) => String(size));
  const measured = await measureInTurn(names, isSmoke ? 1 : 5, async name => {
    const { load } = steps.find(({ size }) => String(size) === name) ?? {};
    if (load === undefined) throw new RangeError(`There is no step ${name}.`);
    const warmup = isSmoke ? 0 : Math.ceil(load.calls / 2);
    return measureCalls(origin, 'ours', { ...load, warmup }, 'cpuMs');
  });
  const costs = steps.map(({ size }) => ({ size, cost: medianOf(measured.get(String(size))) }));
  const excesses = costs.slice(1).map(({ size, cost }, index) => {
    const before = costs[index] ?? { size, cost };
    const growth = size / before.size;
    return (cost / before.cost / growth) ** (1 / Math.log2(growth));
  });
  const worst = Math.max(...excesses);
  return {
    id: 'k',
    what,
    against: 'itself',
    mustBe: 'at most 1.10x per doubling over linear',
    measured: excesses.map(excess => `${excess.toFixed(2)}x`).join(', '),
    figures: costs.map(({ cost }) => `${numberText(cost)} ms`).join(', '),
    isMet: worst <= 1.1,
  };
}
