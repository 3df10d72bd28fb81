import type { Journal } from './journal.ts';
import type { EndedLine, Line, RunRecord, StoredPicture, ToldLine } from './lines.ts';

/** A picture with the call that it came of. */
export interface Entry {
  readonly picture: StoredPicture;
  readonly run: RunRecord;
}

/** What is looked for in the gallery. */
export interface Search {
  /** Part of the prompt or the revised prompt, in any case. */
  readonly text?: string | undefined;
  readonly service?: string | undefined;
  readonly model?: string | undefined;
}

/** All calls and pictures, in memory, and on disk before that. */
export interface Library {
  /**
   * Notes what happened on disk, all of it or nothing, and then here. What is paid by then goes on without the disk, and that is
   * said.
   *
   * @throws what the disk says of a call that is about to be made
   */
  note(...lines: readonly Line[]): void;
  run(id: string): RunRecord | undefined;
  /** The oldest first. */
  runs(): IterableIterator<RunRecord>;
  picture(id: string): Entry | undefined;
  /** Pictures that match, the newest first. */
  search(search: Search): readonly Entry[];
  /** Services and models that there are pictures of. */
  kinds(): readonly { readonly service: string; readonly model: string }[];
  /** How many pictures are kept in a file. */
  usesOf(file: string): number;
}

/** Makes the library of what a journal has. */
export function createLibrary(
  lines: readonly Line[],
  journal: Pick<Journal, 'append'>,
  onProblem: (sentence: string) => void,
): Library {
  const runs = new Map<string, RunRecord>();
  const deleted = new Set<string>();
  const owners = new Map<string, string>();
  const uses = new Map<string, number>();
  let newest: readonly Entry[] | undefined;

  function apply(line: Line): void {
    newest = undefined;
    if (line.type === 'deleted') {
      const entry = picture(line.picture);
      deleted.add(line.picture);
      if (entry) count(entry.picture.file, -1);
      return;
    }
    if (line.type === 'made') {
      const { type: _, ...made } = line;
      runs.set(line.id, { ...made, ...unsent });
      return;
    }
    const run = runs.get(line.id);
    if (run === undefined) return;
    runs.set(line.id, line.type === 'told' ? withTold(run, line) : withEnd(run, line));
    if (line.type !== 'ended') return;
    for (const { id, file } of line.pictures) {
      if (!owners.has(id)) count(file, 1);
      owners.set(id, line.id);
    }
  }

  function count(file: string, change: number): void {
    uses.set(file, (uses.get(file) ?? 0) + change);
  }

  function picture(id: string): Entry | undefined {
    const owner = owners.get(id);
    const run = owner === undefined ? undefined : runs.get(owner);
    const found = run?.pictures.find(one => one.id === id);
    return run === undefined || found === undefined || deleted.has(id) ? undefined : { picture: found, run };
  }

  function entries(): readonly Entry[] {
    newest ??= [...runs.values()]
      .toReversed()
      .flatMap(run => run.pictures.filter(({ id }) => !deleted.has(id)).map(one => ({ picture: one, run })));
    return newest;
  }

  for (const line of lines) apply(line);
  return {
    note(...added) {
      try {
        journal.append(...added);
      } catch (error) {
        if (added.some(({ type }) => type === 'made')) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        onProblem(
          `Failed to note in the folder what happened: ${reason}. It is known until the playground ends.`,
        );
      }
      for (const line of added) apply(line);
    },
    run: id => withoutDeleted(runs.get(id), deleted),
    runs: () => runs.values(),
    picture,
    search({ text = '', service, model }) {
      const wanted = text.trim().toLowerCase();
      if (wanted === '' && !service && !model) return entries();
      return entries().filter(
        ({ picture: { revisedPrompt = '' }, run }) =>
          (!service || run.service === service) &&
          (!model || run.model === model) &&
          (run.prompt.toLowerCase().includes(wanted) || revisedPrompt.toLowerCase().includes(wanted)),
      );
    },
    kinds() {
      const found = new Map(
        entries().map(({ run: { service, model } }) => [
          JSON.stringify([service, model]),
          { service, model },
        ]),
      );
      return [...found.values()];
    },
    usesOf: file => uses.get(file) ?? 0,
  };
}

const unsent = {
  isSent: false,
  resumes: [],
  paid: [],
  state: 'running',
  pictures: [],
  warnings: [],
} as const;

function withTold(run: RunRecord, { resume, paid }: ToldLine): RunRecord {
  const known = new Set(run.resumes.map(one => JSON.stringify(one)));
  const isNew = resume !== undefined && !known.has(JSON.stringify(resume));
  const others = run.paid.filter(({ index }) => paid.every(one => one.index !== index));
  return {
    ...run,
    isSent: true,
    resumes: isNew ? [...run.resumes, resume] : run.resumes,
    paid: [...others, ...paid],
  };
}

/** What a later end brings comes to what an earlier one brought: a call that is collected ends twice. */
function withEnd(run: RunRecord, line: EndedLine): RunRecord {
  const { at, state, pictures, warnings, cost, problem } = line;
  const others = run.pictures.filter(({ id }) => pictures.every(one => one.id !== id));
  return {
    ...run,
    state,
    endedAt: at,
    pictures: [...others, ...pictures].toSorted((a, b) => a.index - b.index),
    warnings,
    cost: cost ?? run.cost,
    problem,
  };
}

function withoutDeleted(run: RunRecord | undefined, deleted: ReadonlySet<string>): RunRecord | undefined {
  return run && { ...run, pictures: run.pictures.filter(({ id }) => !deleted.has(id)) };
}
