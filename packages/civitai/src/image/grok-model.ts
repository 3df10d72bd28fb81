import type { ImageGenInput } from '../workflow/template.ts';
import { grokOf, maxImagesPerStep, maxSources, meantBy, type GrokModel } from './grok.ts';
import type { AskedImages, CivitaiModel, ModelRecipe, StepPlan } from './model.ts';
import { civitaiImageOptionsSchema, optionFields, type ReadOptions } from './options.ts';
import { readOptions } from './read-options.ts';
import { toShape } from './shape.ts';
import { excerpt, longestName } from '@grok-image/core/internal';
import type { ImageWarning } from '@grok-image/core';

/** A model of the engine `grok`, whatever its version. */
export function createGrokModel(modelId: string): CivitaiModel {
  const grok = grokOf(modelId);
  const { id, ratios, hasTiers, buzz } = grok;
  return {
    id,
    capabilities: {
      aspectRatios: ratios,
      resolutions: hasTiers ? ['1k', '2k'] : undefined,
      maxFiles: maxSources,
      mask: false,
      seed: false,
    },
    describePrice({ n, sources, options: given }) {
      const { workflowId, images = [] } = readOptions(given);
      if (workflowId !== undefined) return undefined;
      if (buzz === undefined) return 'a price that is not published; civitai.estimateCost asks for it';
      return `about ${n * (sources.length + images.length > 0 ? buzz.edit : buzz.image)} Buzz`;
    },
    async recipe(given) {
      const recipe = grokRecipe(grok);
      if (!hasOthers(given)) return recipe;
      const { elsewhereFor } = await import('../engines/engine-model.ts');
      return {
        ...recipe,
        readOptions: options => readOptions(options, elsewhereFor(id, options, optionFields)),
      };
    },
  };
}

/** Whether options were given that Grok does not have: only then is looked up who has them. */
function hasOthers(given: unknown): boolean {
  const names = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  return names.some(name => !Object.hasOwn(optionFields, name));
}

/** What maps the calls of a model of Grok. */
export function grokRecipe(grok: GrokModel): ModelRecipe {
  return {
    optionsSchema: () => civitaiImageOptionsSchema,
    readOptions: given => readOptions(given),
    plan: (asked, options) => plan(grok, asked, options),
  };
}

function plan(model: GrokModel, asked: AskedImages, options: ReadOptions): StepPlan {
  const isEdit = asked.sources > 0;
  const { aspectRatio, resolution, quality, warnings } = toShape(asked, options, model, isEdit);
  const { imagesPerStep = maxImagesPerStep, outputFormat } = options;
  return {
    warnings: [...warnings, ...toSlipWarnings(model)],
    asked: { ratio: aspectRatio, resolution, format: outputFormat },
    perStep: imagesPerStep,
    ecosystem: 'grok',
    toInput: ({ prompt, images, quantity, imageMetadata }): ImageGenInput => ({
      engine: 'grok',
      version: model.version,
      operation: isEdit ? 'editImage' : 'createImage',
      prompt,
      images,
      aspectRatio,
      resolution,
      quality,
      quantity,
      outputFormat: outputFormat === 'webp' ? 'webP' : outputFormat,
      imageMetadata,
    }),
  };
}

/** What to say of a model that is not known and next to one that is. */
function toSlipWarnings({ id }: GrokModel): ImageWarning[] {
  const meant = meantBy(id);
  if (meant === undefined) return [];
  const details = `The model is not known here and was asked for as it is. Did you mean ${meant}?`;
  return [{ type: 'compatibility', feature: `modelId ${excerpt(id, longestName)}`, details }];
}
