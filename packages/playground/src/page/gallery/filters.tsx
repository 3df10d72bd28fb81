import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { announce } from '../state/announce.ts';
import { api, sentenceOf, type GalleryQuery } from '../state/api.ts';
import { titleOf } from '../state/services.ts';

interface FiltersProps {
  readonly query: GalleryQuery;
  readonly onChange: (changes: Partial<GalleryQuery>) => void;
}

export function Filters({ query, onChange }: FiltersProps): VNode {
  const [kinds, setKinds] = useState<readonly { service: string; model: string }[]>([]);
  useEffect(() => {
    api.kinds().then(setKinds, (error: unknown) => announce(sentenceOf(error)));
  }, []);
  const names = [...new Set(kinds.map(({ service }) => service))];
  const models = [
    ...new Set(
      kinds.filter(({ service }) => !query.service || service === query.service).map(({ model }) => model),
    ),
  ];
  return (
    <div class="filters" role="search">
      <input
        type="search"
        aria-label="Search the prompts"
        placeholder="Search the prompts"
        value={query.text}
        onInput={event => onChange({ text: event.currentTarget.value })}
      />
      <select
        aria-label="Service"
        value={query.service}
        onChange={event => onChange({ service: event.currentTarget.value, model: '' })}
      >
        <option value="">All services</option>
        {names.map(name => (
          <option key={name} value={name}>
            {titleOf(name)}
          </option>
        ))}
      </select>
      <select
        aria-label="Model"
        value={query.model}
        onChange={event => onChange({ model: event.currentTarget.value })}
      >
        <option value="">All models</option>
        {models.map(model => (
          <option key={model} value={model}>
            {model}
          </option>
        ))}
      </select>
    </div>
  );
}
