import type { VNode } from 'preact';
import type { Problem, RunView } from '../../protocol/run.ts';
import { announce } from '../state/announce.ts';
import { api, sentenceOf } from '../state/api.ts';
import { takeUp } from '../state/draft.ts';
import { show } from '../state/route.ts';

const titles: Readonly<Record<Problem['kind'], string>> = {
  refused: 'Refused',
  timeout: 'It took too long',
  download: 'Paid, but not fetched',
  funds: 'The account is empty',
  limit: 'Too many at once',
  input: 'It cannot be asked like this',
  cancelled: 'Cancelled',
  failed: 'It failed',
};

/** What happened, whether it cost, what to do. */
export function ProblemCard({ run, problem }: { run: RunView; problem: Problem }): VNode {
  return (
    <div class="problem" data-kind={problem.kind}>
      <h4>{titles[problem.kind]}</h4>
      <p>{problem.what}</p>
      <p>
        <strong>{problem.money}</strong> {problem.advice}
      </p>
      <div class="buttons">
        {problem.canCollect && run.state !== 'running' && (
          <button
            type="button"
            class="primary"
            onClick={() => api.act(run.id, 'collect').catch((error: unknown) => announce(sentenceOf(error)))}
          >
            Collect
          </button>
        )}
        <button
          type="button"
          onClick={() => {
            takeUp([run]);
            show('make');
          }}
        >
          Change it
        </button>
      </div>
    </div>
  );
}
