/** The majors of the AI SDK, the newest first, and the entry of each. */
export const majors = [7, 6, 5, 4] as const;

/** A major of the AI SDK. */
export type Major = (typeof majors)[number];

const entries: Readonly<Record<Major, string>> = { 7: '', 6: '/v3', 5: '/v2', 4: '/v1' };

/**
 * A piece of TypeScript that is written for AI SDK 7, as it is for another major.
 *
 * @param info - what stands behind the three ticks: `ts since=6` is for 6 and 7 only
 * @returns the code; `undefined` where that major has no such thing
 * @example
 * codeFor(5, "import { generateImage } from 'ai';", 'ts');
 * // "import { experimental_generateImage as generateImage } from 'ai';"
 */
export function codeFor(major: Major, code: string, info: string): string | undefined {
  const since = /\bsince=(\d)/.exec(info)?.[1];
  if (since !== undefined && major < Number(since)) return undefined;
  if (isFixed(code, info)) return code;
  const imported = code.replaceAll(/(from '@grok-image\/(?:xai|civitai))(?='[;\n])/g, `$1${entries[major]}`);
  return major > 5
    ? imported
    : imported.replaceAll(/^import \{([^}]*)\} from 'ai';/gm, (line: string) =>
        line.replace(/\bgenerateImage\b/, 'experimental_generateImage as generateImage'),
      );
}

/** Whether a piece is the same in all majors: it names its entry itself, or says that it is for one. */
export function isFixed(code: string, info: string): boolean {
  return /\bfixed\b/.test(info) || /from '@grok-image\/\w+\/v[123]'/.test(code);
}
