import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PictureView } from '../../protocol/run.ts';
import { announce } from '../state/announce.ts';
import { api, pictureUrl, sentenceOf } from '../state/api.ts';
import { titleOf } from '../state/services.ts';
import { toMoney } from '../ui/money.ts';

/** Two pictures, one over the other, with a slider between them. */
export function CompareView({ first, second }: { first: string; second: string }): VNode {
  const [pair, setPair] = useState<readonly PictureView[]>([]);
  const [share, setShare] = useState(50);
  useEffect(() => {
    Promise.all([api.picture(first), api.picture(second)]).then(setPair, (error: unknown) =>
      announce(sentenceOf(error)),
    );
  }, [first, second]);
  const [left, right] = pair;
  return (
    <section class="compare" aria-label="Compare">
      <h1 class="hidden">Compare two pictures</h1>
      {left && right && (
        <>
          <div class="sides">
            <Side picture={left} />
            <Side picture={right} />
          </div>
          <div class="slider" style={{ aspectRatio: `${left.width || 1} / ${left.height || 1}` }}>
            <img src={pictureUrl(right.id, 'full')} alt={`Right: ${right.of.prompt}`} />
            <img
              src={pictureUrl(left.id, 'full')}
              alt={`Left: ${left.of.prompt}`}
              style={{ clipPath: `inset(0 ${100 - share}% 0 0)` }}
            />
            <span class="edge" style={{ insetInlineStart: `${share}%` }} />
            <input
              type="range"
              min={0}
              max={100}
              value={share}
              aria-label="How much of the left picture is seen"
              onInput={event => setShare(event.currentTarget.valueAsNumber)}
            />
          </div>
        </>
      )}
      <p>
        <a href="#/gallery">Back to the gallery</a>
      </p>
    </section>
  );
}

function Side({ picture: { of, cost, width, height } }: { picture: PictureView }): VNode {
  const facts = [of.model, width > 0 ? `${width} × ${height}` : undefined, cost && toMoney(cost)];
  return (
    <div>
      <h2>{titleOf(of.service)}</h2>
      <p class="quiet small">{facts.filter(Boolean).join(' · ')}</p>
      <p class="caption" dir="auto">
        {of.prompt}
      </p>
    </div>
  );
}
