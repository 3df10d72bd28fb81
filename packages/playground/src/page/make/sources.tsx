import type { VNode } from 'preact';
import { announce } from '../state/announce.ts';
import { api, pictureUrl, sentenceOf } from '../state/api.ts';
import { change, draft } from '../state/draft.ts';
import type { SourceReference } from '../../protocol/run.ts';
import { formOf } from '../state/services.ts';

/** Uploads files, which become source images. */
export async function addFiles(files: readonly File[]): Promise<void> {
  for (const file of files) {
    try {
      const { id } = await api.upload(file);
      addSource({ kind: 'upload', id });
      announce(`${file.name} is a source image now.`);
    } catch (error) {
      announce(sentenceOf(error));
    }
  }
}

/** Makes a picture a source image of the next call. */
export function addSource(source: SourceReference): void {
  const { sources } = draft.value;
  if (!sources.some(({ id }) => id === source.id)) change({ sources: [...sources, source] });
}

/** The pictures that are to be edited. */
export function Sources(): VNode {
  const { sources, targets } = draft.value;
  const limits = targets.map(({ service, model }) => formOf(service, model)?.maxSources ?? 0);
  const most = Math.min(...limits);
  return (
    <div class="sources" role="group" aria-label="Source images">
      {sources.map((source, index) => (
        <span key={source.id} class="source">
          <img
            src={source.kind === 'upload' ? `/api/sources/${source.id}` : pictureUrl(source.id, 'small')}
            alt={`Source image ${index + 1}`}
          />
          <button
            type="button"
            aria-label={`Remove source image ${index + 1}`}
            onClick={() => change({ sources: sources.filter(({ id }) => id !== source.id) })}
          >
            ×
          </button>
        </span>
      ))}
      <label class="add-source">
        <input
          type="file"
          class="hidden"
          accept="image/jpeg,image/png,image/webp"
          multiple
          onChange={event => {
            void addFiles([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
        <span>{sources.length > 0 ? '+ Another' : '+ Picture to edit'}</span>
      </label>
      {sources.length === 0 && <span class="quiet">drop or paste works, too</span>}
      {sources.length > 0 && most < sources.length && (
        <p class="problem-line">
          {most === 0
            ? 'Not all of the chosen models edit pictures.'
            : `At most ${most} for the chosen models.`}
        </p>
      )}
    </div>
  );
}
