/**
 * What a caller is told when something was asked that is not exactly what was sent or what came back.
 * Each specification version gets it in its own shape; this is the richest one (V4).
 */
export type ImageWarning =
  | { type: 'unsupported'; feature: string; details?: string }
  | { type: 'compatibility'; feature: string; details?: string }
  | { type: 'deprecated'; setting: string; message: string }
  | { type: 'other'; message: string };

/** Drops repeated warnings: the requests of one split call all warn alike. */
export function uniqueWarnings(warnings: readonly ImageWarning[]): ImageWarning[] {
  return [...new Map(warnings.map(warning => [JSON.stringify(warning), warning])).values()];
}
