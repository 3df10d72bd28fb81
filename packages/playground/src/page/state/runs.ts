import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { RunView } from '../../protocol/run.ts';
import { announce } from './announce.ts';
import { api, AwayError, sentenceOf, type PressBody } from './api.ts';
import { titleOf } from './services.ts';

/** All calls that are known here, by id. */
const byId: Signal<ReadonlyMap<string, RunView>> = signal(new Map());

/** A press whose answer did not come: it may be sent again under its key, and is paid once. */
export const unanswered: Signal<PressBody | undefined> = signal(undefined);
/** Why the last press did not go. */
export const pressProblem: Signal<string> = signal('');
export const isPressing: Signal<boolean> = signal(false);
/** Whether the server tells what changes. */
export const isConnected: Signal<boolean> = signal(true);

/** Calls of one press, side by side, the newest press first. */
export const presses: ReadonlySignal<readonly (readonly RunView[])[]> = computed(() => {
  const groups = new Map<string, RunView[]>();
  for (const run of [...byId.value.values()].toSorted((a, b) => b.at.localeCompare(a.at))) {
    groups.set(run.press, [...(groups.get(run.press) ?? []), run]);
  }
  return [...groups.values()].map(group => group.toSorted((a, b) => a.id.localeCompare(b.id)));
});

/** An answer and what is told meanwhile come by different ways, in any order: the later look stays. */
function put(runs: readonly RunView[]): void {
  const all = new Map(byId.value);
  for (const run of runs) if (run.look >= (all.get(run.id)?.look ?? 0)) all.set(run.id, run);
  byId.value = all;
}

/** Presses the button. */
export async function press(body: PressBody): Promise<void> {
  isPressing.value = true;
  pressProblem.value = '';
  try {
    put(await api.press(body));
    unanswered.value = undefined;
    announce(`Asked ${body.targets.map(({ service }) => titleOf(service)).join(', ')}.`);
  } catch (error) {
    unanswered.value = error instanceof AwayError ? body : undefined;
    pressProblem.value = sentenceOf(error);
  } finally {
    isPressing.value = false;
  }
}

/** Reads what there is, and hears of what changes from now on. */
export async function followRuns(): Promise<void> {
  const events = new EventSource('/api/events');
  events.addEventListener('open', () => {
    isConnected.value = true;
    // What happened while nobody listened.
    api.runs().then(put, () => undefined);
  });
  events.addEventListener('error', () => {
    isConnected.value = false;
  });
  events.addEventListener('run', ({ data }: MessageEvent<string>) => {
    const run: RunView = JSON.parse(data);
    tellOf(byId.value.get(run.id), run);
    put([run]);
  });
  put(await api.runs());
}

/** Forgets a picture that was deleted. */
export function dropPicture(id: string): void {
  const changed = [...byId.value.values()]
    .filter(({ pictures }) => pictures.some(picture => picture.id === id))
    .map(run => ({ ...run, pictures: run.pictures.filter(picture => picture.id !== id) }));
  put(changed);
}

function tellOf(before: RunView | undefined, now: RunView): void {
  const title = titleOf(now.service);
  if (now.state === 'running') {
    const more = now.pictures.length > (before?.pictures.length ?? 0);
    if (more) announce(`Picture ${now.pictures.length} of ${now.n} of ${title} is there.`);
    return;
  }
  if (before !== undefined && before.state !== 'running') return;
  if (now.problem) announce(`${title}: ${now.problem.what} ${now.problem.money}`);
  else announce(`${title} has made ${now.pictures.length} of ${now.n} pictures.`);
}
