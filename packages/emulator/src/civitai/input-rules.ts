import { aspectRatios, maxQuantity, maxSources, operations, outputFormats, qualities } from './facts.ts';
import { resolutions, versions } from './facts.ts';
import type { StepType } from './facts.ts';
import { isObject } from './json.ts';
import { orReference } from './reference.ts';
import { closed, list, nullable, oneOf, quantity, report, type Rule, text } from './rules.ts';

/**
 * Input of the steps that the emulator plays, by version and operation. Source: Civitai orchestration OpenAPI document
 * v2, 2026-08-20 (`GrokCreateImageGenInput`, `GrokEditImageGenInput`, `GrokV2CreateImageGenInput`,
 * `GrokV2EditImageGenInput`, `PromptEnhancementInput`).
 */
const common: Readonly<Record<string, Rule>> = {
  engine: oneOf(['grok']),
  version: nullable(oneOf(versions)),
  operation: nullable(oneOf(operations)),
  prompt: orReference(text()),
  quantity: orReference(quantity(1, maxQuantity, true)),
  outputFormat: orReference(oneOf(outputFormats)),
  imageMetadata: nullable(orReference(text())),
};
const images = orReference(list(orReference(text({ min: 1 })), { min: 1, max: maxSources }));
const tiers = {
  resolution: orReference(oneOf(resolutions)),
  quality: orReference(oneOf(qualities)),
};

const grokInputs = {
  'v1.0 createImage': closed({ ...common, aspectRatio: orReference(oneOf(aspectRatios)) }, ['prompt']),
  'v1.0 editImage': closed({ ...common, images }, ['prompt', 'images']),
  'v2.0 createImage': closed({ ...common, ...tiers, aspectRatio: orReference(oneOf(aspectRatios)) }, [
    'prompt',
  ]),
  'v2.0 editImage': closed(
    { ...common, ...tiers, aspectRatio: orReference(oneOf(['auto', ...aspectRatios])), images },
    ['prompt', 'images'],
  ),
} satisfies Record<string, Rule>;

const grokDiscriminators = closed(
  { engine: oneOf(['grok']), version: nullable(oneOf(versions)), operation: nullable(oneOf(operations)) },
  ['engine'],
);

const imageInput: Rule = (value, path, findings) => {
  if (!isObject(value)) return report(findings, path, 'must be an object');
  const { engine, version, operation } = value;
  const known = findings.errors.size;
  grokDiscriminators({ engine, ...defined({ version, operation }) }, path, findings);
  const isV2 = version === 'v2.0';
  if (!isV2 && (operation === undefined || operation === null))
    report(findings, `${path}.operation`, `is required, one of ${operations.join(', ')}`);
  if (findings.errors.size > known) return undefined;
  const isEdit = operation === 'editImage';
  const variant = `${isV2 ? 'v2.0' : 'v1.0'} ${isEdit ? 'editImage' : 'createImage'}` as const;
  return grokInputs[variant](value, path, findings);
};

const enhancementInput = closed(
  {
    ecosystem: orReference(text({ min: 1 })),
    prompt: orReference(text({ min: 1 })),
    negativePrompt: nullable(orReference(text())),
    temperature: nullable(orReference(quantity(0, 1, false))),
    instruction: nullable(orReference(text())),
    images: nullable(orReference(list(orReference(text())))),
  },
  ['ecosystem', 'prompt'],
);

/** The rule for a step's `input`, by its `$type`. */
export const inputRules: Readonly<Record<StepType, Rule>> = {
  imageGen: imageInput,
  promptEnhancement: enhancementInput,
};

function defined(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
