import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { RunView } from '../../protocol/run.ts';
import { CodePanel } from '../show/code-panel.tsx';
import { openPicture } from '../show/shown.ts';
import { announce } from '../state/announce.ts';
import { api, pictureUrl, sentenceOf } from '../state/api.ts';
import { titleOf } from '../state/services.ts';
import { toPaid } from '../ui/money.ts';
import { ProblemCard } from './problem-card.tsx';

/** One call: how far it is, or what came of it. */
export function RunCard({ run }: { run: RunView }): VNode {
  const [isCodeOpen, setCodeOpen] = useState(false);
  const title = titleOf(run.service);
  return (
    <section class="run" aria-label={`${title}, ${run.model}`} data-state={run.state}>
      <header>
        <h3>
          {title} <span class="quiet">{run.model}</span>
        </h3>
        <span class="cost">{toPaid([run])}</span>
      </header>
      {run.state === 'running' && <Running run={run} />}
      <div class={`pictures${run.n === 1 ? ' one' : ''}`}>
        {run.pictures.map(picture => (
          <button
            key={picture.id}
            type="button"
            class="picture"
            style={{ aspectRatio: `${picture.width || 1} / ${picture.height || 1}` }}
            onClick={() =>
              openPicture(
                picture.id,
                run.pictures.map(({ id }) => id),
              )
            }
          >
            <img src={pictureUrl(picture.id, 'small')} alt={`Picture ${picture.index + 1}: ${run.prompt}`} />
            {picture.isReused && <span class="badge">reused</span>}
          </button>
        ))}
        {run.state === 'running' && waiting(run).map(place => <Placeholder key={place} run={run} />)}
      </div>
      {run.problem && <ProblemCard run={run} problem={run.problem} />}
      {run.warnings.length > 0 && (
        <ul class="warnings" aria-label="Warnings">
          {run.warnings.map(warning => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <footer>
        {run.state === 'running' && (
          <button
            type="button"
            onClick={() => api.act(run.id, 'cancel').catch((error: unknown) => announce(sentenceOf(error)))}
          >
            Cancel
          </button>
        )}
        <button
          type="button"
          class="plain"
          aria-expanded={isCodeOpen}
          onClick={() => setCodeOpen(!isCodeOpen)}
        >
          Code
        </button>
      </footer>
      {isCodeOpen && <CodePanel run={run} />}
    </section>
  );
}

function Running({ run: { progress, n } }: { run: RunView }): VNode {
  const { status, share, queue } = progress;
  const words = [status, ...(queue ? [`${queue} ahead in the queue`] : [])].join(', ');
  return (
    <div class="running">
      <progress
        aria-label={`Progress of ${n === 1 ? 'the picture' : `${n} pictures`}`}
        max={1}
        value={share}
      />
      <span class="small">{words}</span>
    </div>
  );
}

function Placeholder({ run: { aspectRatio } }: { run: RunView }): VNode {
  const [width, height] = (aspectRatio ?? '1:1').split(':');
  return <div class="placeholder" style={{ aspectRatio: `${width} / ${height}` }} />;
}

/** Places whose picture is not there yet. */
function waiting({ n, pictures }: RunView): number[] {
  return Array.from({ length: Math.max(0, n - pictures.length) }, (_, place) => place);
}
