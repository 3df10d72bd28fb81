import type { VNode } from 'preact';
import type { PictureView } from '../../protocol/run.ts';
import { openPicture } from '../show/shown.ts';
import { pictureUrl } from '../state/api.ts';
import { titleOf } from '../state/services.ts';
import { toMoney } from '../ui/money.ts';

interface TileProps {
  readonly picture: PictureView;
  readonly among: readonly string[];
  readonly isPicked: boolean;
  readonly onPick: (id: string) => void;
}

/** One picture of the gallery. */
export function Tile({ picture, among, isPicked, onPick }: TileProps): VNode {
  const { id, of, cost, isReused } = picture;
  const price = isReused ? 'free' : cost && toMoney(cost);
  return (
    <li class="tile">
      <button type="button" class="picture" onClick={() => openPicture(id, among)}>
        <img src={pictureUrl(id, 'small')} alt={of.prompt} loading="lazy" decoding="async" />
      </button>
      <p class="caption" dir="auto" title={of.prompt}>
        {of.prompt}
      </p>
      <p class="quiet small tile-facts">
        <span>{titleOf(of.service)}</span>
        {price && <span>{price}</span>}
        <label class="pick">
          <input
            type="checkbox"
            checked={isPicked}
            onChange={() => onPick(id)}
            aria-label={`Compare: ${of.prompt}`}
          />
          <span>compare</span>
        </label>
      </p>
    </li>
  );
}
