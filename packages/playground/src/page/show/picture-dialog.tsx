import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PictureView } from '../../protocol/run.ts';
import { announce } from '../state/announce.ts';
import { api, pictureUrl, sentenceOf } from '../state/api.ts';
import { PictureFacts } from './picture-facts.tsx';
import { closePicture, shown, step } from './shown.ts';

/** A picture in full size, with everything that is known of it. */
export function PictureDialog(): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [picture, setPicture] = useState<PictureView>();
  const now = shown.value;
  const id = now?.id;
  useEffect(() => {
    if (id === undefined) {
      dialog.current?.close();
      setPicture(undefined);
      return;
    }
    if (!dialog.current?.open) dialog.current?.showModal();
    let isOver = false;
    api.picture(id).then(
      found => {
        if (!isOver) setPicture(found);
      },
      (error: unknown) => announce(sentenceOf(error)),
    );
    return () => {
      isOver = true;
    };
  }, [id]);
  const place = now && now.among.length > 1 ? `${now.among.indexOf(now.id) + 1} of ${now.among.length}` : '';
  return (
    <dialog
      ref={dialog}
      class="viewer"
      aria-label="Picture"
      onClose={closePicture}
      onKeyDown={event => {
        const isTyping = event.target instanceof HTMLInputElement;
        if (isTyping) return;
        if (event.key === 'ArrowRight') step(1);
        if (event.key === 'ArrowLeft') step(-1);
      }}
    >
      {now && picture && (
        <>
          <div class="stage">
            <img
              key={picture.id}
              src={pictureUrl(now.id, 'full')}
              alt={picture.of.prompt}
              width={picture.width || undefined}
              height={picture.height || undefined}
            />
            {place && (
              <div class="steps">
                <button type="button" aria-label="Previous picture" onClick={() => step(-1)}>
                  ←
                </button>
                <span class="small">{place}</span>
                <button type="button" aria-label="Next picture" onClick={() => step(1)}>
                  →
                </button>
              </div>
            )}
          </div>
          <div class="facts">
            <button type="button" class="plain close" aria-label="Close" onClick={closePicture}>
              ×
            </button>
            <PictureFacts picture={picture} />
          </div>
        </>
      )}
    </dialog>
  );
}
