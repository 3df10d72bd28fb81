import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { change, draft } from '../state/draft.ts';
import { formOf, services } from '../state/services.ts';
import { MakeButton, pressNow } from './make-button.tsx';
import { RatioPicker } from './ratio-picker.tsx';
import { addFiles, Sources } from './sources.tsx';
import { TargetCard } from './target-card.tsx';
import { addTarget } from '../state/draft.ts';

const mostImages = 10;

/** The form in which a call is written. */
export function Composer({ examples }: { examples: readonly string[] }): VNode {
  const { prompt, n, targets, reuse, aspectRatio } = draft.value;
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <form
      class="composer"
      aria-label="New pictures"
      onSubmit={submit}
      onKeyDown={event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
      }}
      onDragOver={event => event.preventDefault()}
      onDrop={event => {
        event.preventDefault();
        void addFiles([...(event.dataTransfer?.files ?? [])]);
      }}
      onPaste={event => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        void addFiles(files);
      }}
    >
      <label class="field">
        <span class="label">Prompt</span>
        <textarea
          ref={field}
          class="prompt"
          rows={4}
          value={prompt}
          placeholder="What is to be seen?"
          onInput={event => change({ prompt: event.currentTarget.value })}
        />
      </label>
      {examples.length > 0 && (
        <div class="examples" role="group" aria-label="Examples">
          {examples.map(example => (
            <button
              key={example}
              type="button"
              class="chip"
              onClick={() => {
                change({ prompt: example });
                field.current?.focus();
              }}
            >
              {example}
            </button>
          ))}
        </div>
      )}
      <Sources />
      <RatioPicker
        ratios={commonRatios()}
        value={aspectRatio}
        onChange={ratio => change({ aspectRatio: ratio })}
      />
      <label class="field row">
        <span class="label">Pictures</span>
        <input
          type="number"
          min={1}
          max={mostImages}
          value={n}
          onInput={event => {
            const value = Math.trunc(Number(event.currentTarget.value));
            if (value >= 1 && value <= mostImages) change({ n: value });
          }}
        />
        <span class="quiet">of each service, 1 to {mostImages}</span>
      </label>
      <fieldset class="targets">
        <legend class="label">Made by</legend>
        {targets.map(target => (
          <TargetCard key={target.key} target={target} isOnly={targets.length === 1} />
        ))}
        <button type="button" class="plain" onClick={addNext} disabled={targets.length >= 8}>
          + Compare with another
        </button>
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          checked={reuse}
          onChange={event => change({ reuse: event.currentTarget.checked })}
        />
        <span>
          Take the pictures of an equal call, if there was one <span class="quiet">(free)</span>
        </span>
      </label>
      <MakeButton />
    </form>
  );
}

function submit(event: Event): void {
  event.preventDefault();
  pressNow();
}

/** A service that is not asked yet, else the last one again. */
function addNext(): void {
  const used = new Set(draft.value.targets.map(({ service }) => service));
  const next = services.value.find(({ name }) => !used.has(name)) ?? services.value.at(-1);
  if (next) addTarget(next.name, next.models[0]?.id ?? '');
}

/** Ratios that all chosen models have; where they have none in common, those of all. */
function commonRatios(): readonly string[] {
  const lists = draft.value.targets
    .map(({ service, model }) => formOf(service, model)?.aspectRatios ?? [])
    .filter(list => list.length > 0);
  const all = [...new Set(lists.flat())];
  const common = all.filter(ratio => lists.every(list => list.includes(ratio)));
  return (common.length > 0 ? common : all).toSorted((a, b) => shapeOf(b) - shapeOf(a));
}

function shapeOf(ratio: string): number {
  const [width = 1, height = 1] = ratio.split(':').map(Number);
  return width / height;
}
