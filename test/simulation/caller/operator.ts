import type { ReconciledSum } from '@grok-image/middleware/budget';
import type { OperatorScript, Scenario } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { askedBy } from './generate-call.ts';
import { createModel } from './models.ts';
import { budgetBeside, type SharedStores } from './stack.ts';

/** What somebody has done who looks after a budget. */
export interface OperatorLog {
  /** From when on no call was to be sent, and until when, in milliseconds. */
  readonly stopped: { readonly fromMs: number; readonly untilMs: number } | undefined;
  readonly reconciled: readonly ReconciledSum[];
}

/** Stops calls, lets them go on, and looks up what became of those that nobody settled, when the script says so. */
export async function playOperator(
  scenario: Scenario,
  { stopsMs, resumesMs, reconcilesMs }: OperatorScript,
  {
    time,
    stores,
    apiKey,
    fetch,
  }: { time: VirtualTime; stores: SharedStores; apiKey: string; fetch: typeof globalThis.fetch },
): Promise<OperatorLog> {
  const budget = budgetBeside(scenario.stack?.budget ?? {}, stores);
  const at = (ms: number) => time.sleep(Math.max(0, ms - time.now()));
  const stopping = async (): Promise<OperatorLog['stopped']> => {
    if (stopsMs === undefined) return undefined;
    await at(stopsMs);
    await budget.stop({ reason: 'the operator said so' });
    const fromMs = time.now();
    if (resumesMs === undefined) return { fromMs, untilMs: Infinity };
    await at(resumesMs);
    await budget.resume();
    return { fromMs, untilMs: time.now() };
  };
  const reconciling = async (): Promise<readonly ReconciledSum[]> => {
    if (reconcilesMs === undefined) return [];
    await at(reconcilesMs);
    const ids = new Set(scenario.calls.map(call => askedBy(scenario, call).modelId));
    const settings = { apiKey, fetch, timeout: undefined, onProgress: () => undefined };
    const models = [...ids].map(id => createModel(scenario, id, settings));
    return budget.reconcile({ models });
  };
  const [stopped, reconciled] = await Promise.all([stopping(), reconciling()]);
  return { stopped, reconciled };
}
