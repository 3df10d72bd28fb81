import { numberText, type Chart } from './row.ts';

const width = 720;
const labelWidth = 210;
const valueWidth = 110;
const barHeight = 22;
const rowHeight = 34;
const top = 52;

/** Draws a chart of horizontal bars, light or dark as the reader's page is; ours stand out. */
export function toSvg({ title, unit, bars }: Chart): string {
  const most = Math.max(...bars.map(({ value }) => value));
  const height = top + bars.length * rowHeight + 8;
  const lines = bars.flatMap(({ label, value }, index) => {
    const y = top + index * rowHeight;
    const length = Math.max(2, (value / most) * (width - labelWidth - valueWidth));
    const kind = label.startsWith('grok-image') ? 'ours' : 'other';
    return [
      `  <text x="${labelWidth - 12}" y="${y + 16}" text-anchor="end">${escapeXml(label)}</text>`,
      `  <rect class="${kind}" x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="3"/>`,
      `  <text x="${(labelWidth + length + 8).toFixed(1)}" y="${y + 16}">${numberText(value)} ${escapeXml(unit)}</text>`,
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>${escapeXml(title)}</title>
  <style>
    text { font: 14px system-ui, sans-serif; fill: #1f2328; }
    .title { font-weight: 600; font-size: 16px; }
    .ours { fill: #1a7f5a; }
    .other { fill: #b6bec8; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ours { fill: #3fb98a; }
      .other { fill: #57606a; }
    }
  </style>
  <text class="title" x="16" y="28">${escapeXml(title)}</text>
${lines.join('\n')}
</svg>
`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
