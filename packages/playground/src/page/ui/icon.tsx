import type { VNode } from 'preact';

export function Logo(): VNode {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent-strong)" />
      <path d="M6 23l7-9 5 6 3-4 5 7z" fill="#fff" />
      <circle cx="21.5" cy="10.5" r="2.5" fill="#ffd166" />
    </svg>
  );
}

/** A ratio as a shape of the same area, whatever the ratio. */
export function RatioShape({ ratio }: { ratio: string | undefined }): VNode {
  const [width = 1, height = 1] = (ratio ?? '1:1').split(':').map(Number);
  const scale = Math.min(15 / Math.sqrt(width * height), 22 / Math.max(width, height));
  const [w, h] = [Math.max(4, width * scale), Math.max(4, height * scale)];
  return (
    <svg viewBox="0 0 26 26" width="26" height="26" aria-hidden="true">
      <rect
        x={13 - w / 2}
        y={13 - h / 2}
        width={w}
        height={h}
        rx="2"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-dasharray={ratio === undefined ? '3 2.5' : undefined}
      />
    </svg>
  );
}
