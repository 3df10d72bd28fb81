import { render } from 'preact';
import { App } from './app.tsx';
import { announce } from './state/announce.ts';
import { api, sentenceOf } from './state/api.ts';
import { addTarget } from './state/draft.ts';
import { followRuns } from './state/runs.ts';
import { services } from './state/services.ts';

async function begin(): Promise<void> {
  services.value = await api.services();
  const [first] = services.value;
  if (first) addTarget(first.name, first.models[0]?.id ?? '');
  await followRuns();
}

const root = document.querySelector('#app');
if (root) render(<App />, root);
begin().catch(error => announce(sentenceOf(error)));
