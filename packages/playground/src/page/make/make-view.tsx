import type { VNode } from 'preact';
import { presses } from '../state/runs.ts';
import { services } from '../state/services.ts';
import { Composer } from './composer.tsx';
import { PressGroup } from './press-group.tsx';

const examples = [
  'A lighthouse in a storm, oil painting',
  'A red fox asleep in snow, macro photograph',
  'An isometric kitchen of paper, soft light',
] as const;

export function MakeView(): VNode {
  return (
    <div class="make">
      <h1 class="hidden">Make pictures</h1>
      <Composer examples={presses.value.length === 0 ? examples : []} />
      <section class="results" aria-label="Results">
        {presses.value.length === 0 ? (
          <Empty />
        ) : (
          presses.value.map(runs => <PressGroup key={runs[0]?.press} runs={runs} />)
        )}
      </section>
    </div>
  );
}

function Empty(): VNode {
  const titles = services.value.map(({ title }) => title).join(', ');
  return (
    <div class="empty">
      <h2>Nothing here yet</h2>
      <ol>
        <li>Write a prompt, or take one of the examples.</li>
        <li>Choose who makes it{titles && ` (${titles})`}. Add others to compare them side by side.</li>
        <li>Look at the price on the button, then press it.</li>
      </ol>
      <p class="quiet">
        Every picture is kept in the gallery with what it cost. Nothing is sent before you press.
      </p>
    </div>
  );
}
