import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { sumOf } from '../../protocol/cost.ts';
import type { EstimateView } from '../../protocol/service.ts';
import { api, sentenceOf } from '../state/api.ts';
import { draft, toCalls, toPress } from '../state/draft.ts';
import { isPressing, press, pressProblem, unanswered } from '../state/runs.ts';
import { titleOf } from '../state/services.ts';
import { toMoney } from '../ui/money.ts';

/** How long nobody may have changed anything before the price is asked, in milliseconds. */
const restMs = 250;

/** Makes what is written, unless something is missing. */
export function pressNow(): void {
  if (isPressing.value || draft.value.prompt.trim() === '' || draft.value.targets.length === 0) return;
  void press(toPress(draft.value));
}

/** The button, with the price on it. */
export function MakeButton(): VNode {
  const prices = usePrices();
  const { n, targets, prompt } = draft.value;
  const total = n * targets.length;
  const sum = sumOf(prices.flatMap(({ cost }) => cost ?? []));
  const isComplete = prices.length === targets.length && prices.every(({ cost }) => cost !== undefined);
  const price = `${toMoney(sum) || '…'}${isComplete || prices.length === 0 ? '' : ' + ?'}`;
  const problems = prices.filter(({ problem }) => problem !== undefined);
  const isBlocked = problems.some(({ isBlocking }) => isBlocking);
  const again = unanswered.value;
  return (
    <div class="press">
      {problems.map(({ service, problem }) => (
        <p key={service} class="problem-line">
          {titleOf(service)}: {problem}
        </p>
      ))}
      {pressProblem.value && (
        <p class="problem-line" role="alert">
          {pressProblem.value}
        </p>
      )}
      {again && (
        <button type="button" onClick={() => void press(again)}>
          Send it again (it is paid once)
        </button>
      )}
      <button
        type="submit"
        class="primary"
        disabled={isPressing.value || isBlocked || prompt.trim() === ''}
        aria-describedby="press-hint"
      >
        <span>{`Make ${total} ${total === 1 ? 'picture' : 'pictures'}`}</span>
        <span class="price" data-testid="price">
          {price}
        </span>
      </button>
      <p class="quiet small" id="press-hint">
        {prompt.trim() === '' ? 'Write a prompt first.' : 'Ctrl + Enter works, too. Each press is paid once.'}
      </p>
    </div>
  );
}

/** What the services would take, asked anew when something changes that a price depends on. */
function usePrices(): readonly EstimateView[] {
  const [prices, setPrices] = useState<readonly EstimateView[]>([]);
  // The words do not change the price.
  const asked = JSON.stringify(toCalls({ ...draft.value, prompt: '' }));
  useEffect(() => {
    let isOver = false;
    const set = (found: readonly EstimateView[]) => {
      if (!isOver) setPrices(found);
    };
    const timer = setTimeout(() => {
      const calls = toCalls({ ...draft.value, prompt: '' });
      if (calls.length === 0) return;
      api
        .prices(calls)
        .then(set, (error: unknown) =>
          set(calls.map(({ service }) => ({ service, problem: sentenceOf(error), isBlocking: false }))),
        );
    }, restMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [asked]);
  return prices;
}
