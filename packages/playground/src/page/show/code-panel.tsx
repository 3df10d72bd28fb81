import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Asked } from '../../protocol/run.ts';
import type { CodeView } from '../../protocol/watch.ts';
import { announce } from '../state/announce.ts';
import { api, sentenceOf } from '../state/api.ts';
import { copyText } from './copy.ts';

/** The code of a call, for an app or a terminal. */
export function CodePanel({ run }: { run: Asked }): VNode {
  const [views, setViews] = useState<readonly CodeView[]>([]);
  const [at, setAt] = useState(0);
  const { service, model, prompt, n, aspectRatio, options, sources, reuse } = run;
  const asked = JSON.stringify({ service, model, prompt, n, aspectRatio, options, sources, reuse });
  useEffect(() => {
    const call: Asked = JSON.parse(asked);
    api.code(call).then(setViews, (error: unknown) => announce(sentenceOf(error)));
  }, [asked]);
  const now = views[at];
  if (now === undefined) return <p class="quiet small">…</p>;
  return (
    <div class="code">
      <div class="code-head" role="group" aria-label="Language">
        {views.map(({ title }, index) => (
          <button key={title} type="button" aria-pressed={index === at} onClick={() => setAt(index)}>
            {title}
          </button>
        ))}
        <button
          type="button"
          class="plain"
          onClick={() =>
            copyText(now.code).then(() => announce(`The code for ${now.title} is copied.`), fail)
          }
        >
          Copy
        </button>
      </div>
      <pre tabIndex={0} aria-label={`Code for ${now.title}`}>
        <code>{now.code}</code>
      </pre>
    </div>
  );
}

function fail(error: unknown): void {
  announce(`Copying failed: ${sentenceOf(error)}`);
}
