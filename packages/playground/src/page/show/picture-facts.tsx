import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PictureView } from '../../protocol/run.ts';
import { addSource } from '../make/sources.tsx';
import { announce } from '../state/announce.ts';
import { api, pictureUrl, sentenceOf } from '../state/api.ts';
import { takeUp } from '../state/draft.ts';
import { removed } from '../state/removed.ts';
import { show } from '../state/route.ts';
import { dropPicture } from '../state/runs.ts';
import { titleOf } from '../state/services.ts';
import { toMoney } from '../ui/money.ts';
import { CodePanel } from './code-panel.tsx';
import { copyPicture, copyText } from './copy.ts';
import { PromptDifference } from './prompt-difference.tsx';
import { closePicture } from './shown.ts';

/** All that is known of a picture, and what can be done with it. */
export function PictureFacts({ picture }: { picture: PictureView }): VNode {
  const { of, revisedPrompt } = picture;
  const isRevised = revisedPrompt !== undefined && revisedPrompt !== of.prompt;
  return (
    <>
      <h2 class="label">Prompt</h2>
      <p dir="auto">{of.prompt}</p>
      {isRevised && (
        <>
          <h2 class="label">As the service rewrote it</h2>
          <PromptDifference prompt={of.prompt} revised={revisedPrompt} />
        </>
      )}
      <Actions key={picture.id} picture={picture} />
      <dl>
        {factsOf(picture).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>Code of this call</summary>
        <CodePanel run={of} />
      </details>
      <details>
        <summary>All metadata</summary>
        <pre tabIndex={0} aria-label="All metadata">
          {JSON.stringify({ ...picture.metadata, options: of.options, warnings: of.warnings }, undefined, 2)}
        </pre>
      </details>
    </>
  );
}

function Actions({ picture }: { picture: PictureView }): VNode {
  const [isSure, setSure] = useState(false);
  const { id, of } = picture;
  const remove = async () => {
    await api.remove(id);
    dropPicture(id);
    removed.value = id;
    closePicture();
  };
  return (
    <div class="buttons" role="group" aria-label="Actions">
      <button
        type="button"
        class="primary"
        onClick={() => leaveFor(() => addSource({ kind: 'picture', id }))}
      >
        Edit this
      </button>
      <button type="button" onClick={() => leaveFor(() => takeUp([of]))}>
        Use the prompt
      </button>
      <a class="button" href={pictureUrl(id, 'download')} download>
        Download
      </a>
      <button
        type="button"
        onClick={() => tell(copyPicture(pictureUrl(id, 'full')), 'The picture is copied.')}
      >
        Copy
      </button>
      <button type="button" onClick={() => tell(copyText(of.prompt), 'The prompt is copied.')}>
        Copy prompt
      </button>
      {isSure ? (
        <button type="button" class="danger" onClick={() => tell(remove(), 'The picture is deleted.')}>
          Delete for good
        </button>
      ) : (
        <button type="button" onClick={() => setSure(true)}>
          Delete
        </button>
      )}
    </div>
  );
}

function tell(work: Promise<void>, done: string): void {
  work.then(
    () => announce(done),
    (error: unknown) => announce(sentenceOf(error)),
  );
}

function leaveFor(prepare: () => void): void {
  prepare();
  closePicture();
  show('make');
}

function factsOf({
  of,
  width,
  height,
  mediaType,
  byteLength,
  cost,
  isReused,
  index,
}: PictureView): [string, string][] {
  const facts: [string, string | undefined][] = [
    ['Service', titleOf(of.service)],
    ['Model', of.model],
    ['Cost', isReused ? 'nothing, it was paid before' : cost && toMoney(cost)],
    ['Size', width > 0 ? `${width} × ${height}` : undefined],
    ['File', `${mediaType.replace('image/', '').toUpperCase()}, ${Math.ceil(byteLength / 1024)} KB`],
    ['Place', of.n > 1 ? `${index + 1} of ${of.n}` : undefined],
    ['Shape asked', of.aspectRatio],
    ['Made', new Date(of.at).toLocaleString('en')],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
