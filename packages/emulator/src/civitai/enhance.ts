import { type JsonObject, textOf } from './json.ts';

const details =
  'soft natural light, rich texture and fine detail, balanced composition with a clear subject, harmonious colors';

/**
 * Output of a `promptEnhancement` step (`PromptEnhancementOutput` of the Civitai orchestration OpenAPI document v2,
 * 2026-08-20). The same prompt always gives the same text.
 */
export function enhance(input: JsonObject): JsonObject {
  const prompt = (textOf(input['prompt']) ?? '').trim();
  const negativePrompt = textOf(input['negativePrompt']);
  const instruction = textOf(input['instruction']) ?? '';
  const short = { description: 'The prompt is short and leaves much open.', severity: 'info' };
  return {
    issues: prompt.split(/\s+/).length < 4 ? [short] : [],
    recommendations: ['Say what the light is like.', 'Name the style of the picture.'],
    enhancedPrompt: [
      prompt.replace(/[.,]+$/, ''),
      details,
      ...(instruction === '' ? [] : [instruction]),
    ].join(', '),
    ...(negativePrompt === undefined
      ? {}
      : { enhancedNegativePrompt: `${negativePrompt}, blurry, low quality` }),
  };
}
