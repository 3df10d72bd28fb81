/** Milliseconds of a .NET time span such as `00:10:00` or `1.00:00:00.5`; without one, no limit. */
export function timeSpan(text: string | undefined): number {
  const parts = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (parts === null) return Infinity;
  const [, days = '0', hours, minutes, seconds] = parts;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
}
