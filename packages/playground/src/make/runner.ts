import { invalidArgumentInWords, recoveryPortOf } from '@grok-image/core';
import type { Asked, Cost, Problem, RunView } from '../protocol/run.ts';
import type { Services } from '../services/open-services.ts';
import type { ModelProgress, Service } from '../services/service.ts';
import type { Files } from '../store/files.ts';
import type { Entry, Library } from '../store/library.ts';
import type { MadeLine, RunRecord } from '../store/lines.ts';
import { sameOrThrow, type Press } from './asked.ts';
import { canCollect, collectRun } from './collect.ts';
import type { Hub } from './hub.ts';
import { fetchPaid, keepBytes, keepResult, type Kept } from './keeper.ts';
import { toView, type LiveRun } from './live-run.ts';
import { toCancelled, toLostProblem, toNoPicture, toNothingFound } from './endings.ts';
import { createPayer, toCall, withoutLoss, type ReadSource } from './model-call.ts';
import { explainError, isBadInput } from './problem.ts';
import { collecting, firstProgress, toProgress } from './progress.ts';

/** Makes calls, and brings what they have paid. */
export interface Runner {
  /**
   * Makes the calls of a press of the button, once for ever: the same press again is answered with the same calls.
   *
   * @throws InvalidArgumentError and its like, for any of them, before anything of all of them is sent
   */
  press(press: Press): Promise<readonly RunView[]>;
  /** What a call would cost. Throws as the call would before it is sent. */
  price(asked: Asked): Promise<Cost | undefined>;
  /** Stops a running call; what is paid by then can be collected. */
  cancel(id: string): void;
  /** Brings what a call has paid, without paying. Throws InvalidArgumentError where nothing leads there. */
  collect(id: string): void;
  /** Goes on with what an earlier process left open. */
  recover(): void;
  view(run: RunRecord): RunView;
  /** A picture of a call that still makes others. */
  early(id: string): Entry | undefined;
  /** Resolves when calls have ended that nothing could collect later, or when the time is over. */
  drain(milliseconds: number): Promise<void>;
}

/** What a runner works with. */
export interface RunnerParts {
  readonly services: Services;
  readonly library: Library;
  readonly files: Files;
  readonly hub: Hub;
  readonly readSource: ReadSource;
}

export function createRunner({ services, library, files, hub, readSource }: RunnerParts): Runner {
  const payer = createPayer();
  const live = new Map<string, LiveRun>();
  /** Errors of calls of this process, as some of them fetch what they are about. */
  const errors = new Map<string, unknown>();
  const pressing = new Map<string, Promise<readonly RunView[]>>();

  const view = (run: RunRecord) => toView(run, live.get(run.id));

  function tell(id: string): void {
    const run = library.run(id);
    if (run) hub.tell(view(run));
  }

  async function price(asked: Asked): Promise<Cost | undefined> {
    const service = services.find(asked.service);
    const call = await toCall(asked, service, readSource);
    return recoveryPortOf(service.model(asked.model))?.price(call);
  }

  /** Checks a call as its model will. What cannot be asked now, such as a price, is no reason to refuse. */
  async function check(asked: Asked): Promise<Cost | undefined> {
    if (asked.prompt.trim() === '') throw invalidArgumentInWords('prompt', 'nothing', 'what is to be seen');
    try {
      return await price(asked);
    } catch (error) {
      if (isBadInput(error)) throw error;
      return undefined;
    }
  }

  async function begin({ key, calls }: Press): Promise<readonly RunView[]> {
    const complete = calls.map(asked => withoutLoss(asked, services.find(asked.service)));
    const known = [...library.runs()].filter(({ press }) => press === key);
    if (known.length > 0) return known.map(run => sameOrThrow(run, complete)).map(view);
    const estimates = await Promise.all(complete.map(check));
    const at = new Date().toISOString();
    const made = complete.map((asked, index): MadeLine => {
      const id = `${key}-${index}`;
      return { type: 'made', id, press: key, at, estimate: estimates[index], ...asked };
    });
    library.note(...made);
    for (const { id } of made) launch(id, run => pay(run, services.find(run.service)), firstProgress);
    return made.flatMap(({ id }) => library.run(id) ?? []).map(view);
  }

  /** Runs work of a call, of which this process knows from now on. */
  function launch(
    id: string,
    work: (run: RunRecord, own: LiveRun) => Promise<void>,
    progress = firstProgress,
  ): void {
    const run = library.run(id);
    if (run === undefined) return;
    const own: LiveRun = {
      controller: new AbortController(),
      progress,
      early: [],
      fetching: new Set(),
      ended: Promise.resolve(),
    };
    live.set(id, own);
    own.ended = work(run, own).finally(() => {
      live.delete(id);
      tell(id);
    });
    tell(id);
  }

  async function pay(run: RunRecord, service: Service): Promise<void> {
    const { id, reuse } = run;
    const own = live.get(id);
    try {
      const model = service.model(run.model, event => hear(id, service, event));
      const call = await toCall(run, service, readSource);
      const abortSignal = own?.controller.signal;
      const result = await payer.pay(model, { ...call, abortSignal }, { key: id, reuse });
      end(id, await keepResult(run, result, service, files));
    } catch (error) {
      fail(id, error);
    }
  }

  async function fetchAgain(run: RunRecord, own: LiveRun): Promise<void> {
    const service = services.find(run.service);
    try {
      const found = await collectRun(run, {
        service,
        files,
        error: errors.get(run.id),
        abortSignal: own.controller.signal,
        onProgress: event => hear(run.id, service, event),
      });
      if (found.state === 'kept') end(run.id, found);
      else endWithout(run.id, toNothingFound(found.state, service.title));
    } catch (error) {
      fail(run.id, error);
    }
  }

  /** Notes what a model tells, on disk first where it leads to what is paid. */
  function hear(id: string, service: Service, event: ModelProgress): void {
    const run = library.run(id);
    const own = live.get(id);
    if (run === undefined || own === undefined) return;
    const paid = (event.paid ?? []).flatMap(({ index, url }) => (url === undefined ? [] : [{ index, url }]));
    const isNews =
      !run.isSent ||
      (event.resume && !run.resumes.some(one => JSON.stringify(one) === JSON.stringify(event.resume))) ||
      paid.some(({ index, url }) => !run.paid.some(one => one.index === index && one.url === url));
    if (isNews) library.note({ type: 'told', id, resume: event.resume, paid });
    own.progress = toProgress(event);
    // Others are still made: what is there already is shown.
    if (paid.length < run.n) void fetchEarly(run, own, service, paid);
    tell(id);
  }

  async function fetchEarly(
    run: RunRecord,
    own: LiveRun,
    service: Service,
    paid: RunRecord['paid'],
  ): Promise<void> {
    const wanted = paid.filter(({ index }) => !own.fetching.has(index));
    for (const { index } of wanted) own.fetching.add(index);
    const { pictures } = await keepBytes(run, await fetchPaid(wanted, service, own.controller.signal), files);
    own.early = [...own.early, ...pictures].toSorted((a, b) => a.index - b.index);
    if (pictures.length > 0) tell(run.id);
  }

  function end(id: string, { pictures, warnings, cost }: Kept): void {
    const hasSome = pictures.length > 0;
    library.note({
      type: 'ended',
      id,
      at: new Date().toISOString(),
      state: hasSome ? 'done' : 'failed',
      pictures,
      warnings,
      cost,
      ...(!hasSome && { problem: toNoPicture(warnings, cost) }),
    });
    errors.delete(id);
  }

  function fail(id: string, error: unknown): void {
    const run = library.run(id);
    if (run === undefined) return;
    errors.set(id, error);
    const isTaken = run.paid.length > 0 || run.resumes.some(resume => !('externalId' in resume));
    const circumstances = { canCollect: canCollect(run, error), isSent: run.isSent, isTaken };
    if (live.get(id)?.controller.signal.aborted) endWithout(id, toCancelled(circumstances));
    else endWithout(id, explainError(error, circumstances));
  }

  function endWithout(id: string, problem: Problem): void {
    const state = problem.kind === 'cancelled' ? 'cancelled' : 'failed';
    const at = new Date().toISOString();
    library.note({ type: 'ended', id, at, state, pictures: [], warnings: [], cost: problem.cost, problem });
  }

  return {
    price,
    view,
    press(press) {
      const running = pressing.get(press.key) ?? begin(press).finally(() => pressing.delete(press.key));
      pressing.set(press.key, running);
      return running;
    },
    early(id) {
      for (const [key, { early }] of live) {
        const [run, picture] = [library.run(key), early.find(one => one.id === id)];
        if (run && picture) return { run, picture };
      }
      return undefined;
    },
    cancel: id => live.get(id)?.controller.abort(),
    collect(id) {
      const run = library.run(id);
      const isOpen = run?.state === 'failed' || run?.state === 'cancelled';
      const isPossible = isOpen && !live.has(id) && canCollect(run, errors.get(id));
      if (!isPossible) throw invalidArgumentInWords('id', 'a call that cannot be collected', 'one that can');
      launch(id, fetchAgain, collecting);
    },
    recover() {
      const open = [...library.runs()].filter(({ state }) => state === 'running');
      for (const run of open) {
        const service = services.all.find(({ name }) => name === run.service);
        // Its service is not among those of this start; a later one may have it.
        if (service === undefined) continue;
        if (canCollect(run)) launch(run.id, fetchAgain, collecting);
        else endWithout(run.id, toLostProblem(run, service.title));
      }
    },
    async drain(milliseconds) {
      const open = [...live].filter(([id]) => !canCollect(library.run(id) ?? { resumes: [], paid: [] }));
      const timeUp = new Promise<void>(resolve => setTimeout(resolve, milliseconds).unref());
      await Promise.race([timeUp, Promise.all(open.map(async ([, { ended }]) => ended))]);
    },
  };
}
