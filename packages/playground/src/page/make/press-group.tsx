import type { VNode } from 'preact';
import type { RunView } from '../../protocol/run.ts';
import { takeUp } from '../state/draft.ts';
import { toPaid, toTime } from '../ui/money.ts';
import { RunCard } from './run-card.tsx';

/** The calls of one press, side by side. */
export function PressGroup({ runs }: { runs: readonly RunView[] }): VNode {
  const [first] = runs;
  if (first === undefined) return <></>;
  const facts = [
    toTime(first.at),
    first.aspectRatio,
    first.sources.length > 0 ? `edit of ${first.sources.length}` : undefined,
    runs.length > 1 ? toPaid(runs) : undefined,
  ];
  return (
    <article class="group">
      <header>
        <h2 dir="auto">{first.prompt}</h2>
        <p class="quiet small">{facts.filter(Boolean).join(' · ')}</p>
        <button
          type="button"
          class="plain"
          onClick={() => {
            takeUp(runs);
            document.querySelector<HTMLElement>('.prompt')?.focus();
          }}
        >
          Use again
        </button>
      </header>
      <div class="columns">
        {runs.map(run => (
          <RunCard key={run.id} run={run} />
        ))}
      </div>
    </article>
  );
}
