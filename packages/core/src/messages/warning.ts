/**
 * What a caller is told when something was asked that is not exactly what was sent or what came back.
 * Each specification version gets it in its own shape; this is the richest one (V4).
 */
export type ImageWarning =
  | { type: 'unsupported'; feature: string; details?: string }
  | { type: 'compatibility'; feature: string; details?: string }
  | { type: 'deprecated'; setting: string; message: string }
  | { type: 'other'; message: string };

/**
 * Drops repeated warnings about settings, as the requests of one split call are all mapped alike. What happened to a
 * request (`other`) is told for each of them: two that miss an image each are two missing images.
 */
export function uniqueWarnings(warnings: readonly ImageWarning[]): ImageWarning[] {
  const seen = new Set<string>();
  return warnings.filter(warning => {
    const text = JSON.stringify(warning);
    const isRepeated = warning.type !== 'other' && seen.has(text);
    seen.add(text);
    return !isRepeated;
  });
}
