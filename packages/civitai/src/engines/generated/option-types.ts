/** Written by `pnpm generate:civitai`; not to be changed by hand. Source: Civitai orchestration OpenAPI document v2, 2026-08-20. */

/** A picture that guides the composition. */
export type CivitaiControlNet = { preprocessor: string; weight: number; startStep: number; endStep: number; image?: string | undefined; mask?: string | undefined; };

/** A picture whose style is taken. */
export type CivitaiStyleReference = { imageUrl: string; strength?: number | undefined; };

/** Options of all engines; where models differ in their words, those of all. */
export type EngineOptions = {
  /** How much quality is given up for speed. */
  acceleration?: 'none' | 'fast' | 'faster' | undefined;
  /** What is behind the subject. */
  background?: 'auto' | 'transparent' | 'opaque' | undefined;
  /** How closely the prompt is followed. */
  cfgScale?: number | undefined;
  /** AIR of a checkpoint in place of the usual one. */
  checkpointModel?: string | undefined;
  /** AIR of the CLIP model. */
  clipLModel?: string | undefined;
  /** Layers of CLIP that are left out. */
  clipSkip?: number | undefined;
  /** Pictures that guide the composition. */
  controlNets?: CivitaiControlNet[] | undefined;
  /** How freely the prompt is read. */
  creativity?: 'raw' | 'low' | 'medium' | 'high' | undefined;
  /** AIR of a checkpoint in place of the usual one. */
  diffuserModel?: string | undefined;
  /** AIR of a checkpoint in place of the usual one. */
  diffusionModel?: string | undefined;
  /** AIRs of textual inversions. */
  embeddings?: string[] | undefined;
  /** Lets the model look things up with Google. */
  enableGoogleSearch?: boolean | undefined;
  /** Has the engine rewrite the prompt; its text does not come back. */
  enablePromptExpansion?: boolean | undefined;
  /** Has the engine check its images. */
  enableSafetyChecker?: boolean | undefined;
  /** Lets the model look things up on the web. */
  enableWebSearch?: boolean | undefined;
  /** Which engine runs the model. */
  engine?: 'flux2' | 'sdcpp' | 'comfy' | undefined;
  /** How closely the prompt is followed. */
  guidanceScale?: number | undefined;
  /** Pictures whose style is taken. */
  imageStyleReferences?: CivitaiStyleReference[] | undefined;
  /** How closely an edit keeps to its source. */
  inputFidelity?: 'low' | 'high' | undefined;
  /** LoRAs by their AIR, each with its strength. */
  loras?: Record<string, number> | undefined;
  /** Where an edit may change its source: URL, data URL or base64; for AI SDK 4 and 5, which cannot pass one. */
  mask?: string | undefined;
  /** Which weights of the model. */
  modelVersion?: '4b' | '4b-base' | '9b' | '9b-base' | '9b-kv' | undefined;
  /** What is not to be seen. */
  negativePrompt?: string | undefined;
  /** Steps of denoising. */
  numInferenceSteps?: number | undefined;
  /** Has the engine rewrite the prompt; its text does not come back. */
  promptExtend?: boolean | undefined;
  /** How much work goes into an image. */
  quality?: 'low' | 'medium' | 'high' | 'auto' | 'hd' | 'standard' | undefined;
  /** How large the images are. */
  resolution?: '1K' | '2K' | '4K' | 'medium' | 'large' | undefined;
  /** Sampler. */
  sampleMethod?: 'euler' | 'heun' | 'dpm2' | 'dpm++2s_a' | 'dpm++2m' | 'dpm++2mv2' | 'ipndm' | 'ipndm_v' | 'ddim_trailing' | 'euler_a' | 'lcm' | 'res_multistep' | 'res_2s' | 'tcd' | 'er_sde' | undefined;
  /** Sampler. */
  sampler?: 'euler' | 'euler_ancestral' | 'euler_cfg_pp' | 'euler_ancestral_cfg_pp' | 'heun' | 'heunpp2' | 'dpm_2' | 'dpm_2_ancestral' | 'lms' | 'dpm_fast' | 'dpm_adaptive' | 'dpmpp_2s_ancestral' | 'dpmpp_2s_ancestral_cfg_pp' | 'dpmpp_sde' | 'dpmpp_sde_gpu' | 'dpmpp_2m' | 'dpmpp_2m_cfg_pp' | 'dpmpp_2m_sde' | 'dpmpp_2m_sde_gpu' | 'dpmpp_3m_sde' | 'dpmpp_3m_sde_gpu' | 'ddpm' | 'lcm' | 'ipndm' | 'ipndm_v' | 'deis' | 'ddim' | 'uni_pc' | 'uni_pc_bh2' | 'res_multistep' | 'er_sde' | undefined;
  /** Schedule of the noise. */
  schedule?: 'simple' | 'discrete' | 'karras' | 'exponential' | 'ays' | 'bong_tangent' | 'gits' | 'sgm_uniform' | 'smoothstep' | 'kl_optimal' | 'lcm' | undefined;
  /** Schedule of the noise. */
  scheduler?: 'normal' | 'karras' | 'exponential' | 'sgm_uniform' | 'simple' | 'ddim_uniform' | 'beta' | undefined;
  /** Shift of the noise schedule. */
  shift?: number | undefined;
  /** Steps of denoising. */
  steps?: number | undefined;
  /** How far an image may leave its one source, 0 to 1; it makes a variant of it. */
  strength?: number | undefined;
  /** Look of the images. */
  style?: 'natural' | 'vivid' | undefined;
  /** AIR of the T5 model. */
  t5XXLModel?: string | undefined;
  /** Reuse of earlier steps, which is faster. */
  uCache?: 'off' | 'normal' | undefined;
  /** AIR of the model without a prompt. */
  unconditionalDiffusionModel?: string | undefined;
  /** Asks the larger model. */
  usePro?: boolean | undefined;
  /** AIR of the VAE. */
  vaeModel?: string | undefined;
  /** Which weights of the model. */
  version?: 'latest' | '2509' | '2512' | '2511' | undefined;
  /** Puts a watermark on the images. */
  watermark?: boolean | undefined;
};

/** Options of each model. */
export type EngineOptionsById = {
  'gpt-image-2': Pick<EngineOptions, 'mask'> & { quality?: 'low' | 'medium' | 'high' | undefined };
  'gpt-image-1.5': Pick<EngineOptions, 'background' | 'inputFidelity'> & { quality?: 'low' | 'medium' | 'high' | undefined };
  'gpt-image-1': Pick<EngineOptions, 'mask' | 'background'> & { quality?: 'auto' | 'high' | 'medium' | 'low' | undefined };
  'dall-e-3': Pick<EngineOptions, 'style' | 'background'> & { quality?: 'auto' | 'hd' | 'standard' | undefined };
  'dall-e-2': Pick<EngineOptions, 'mask' | 'background'>;
  'flux2-dev': Pick<EngineOptions, 'engine' | 'enablePromptExpansion' | 'guidanceScale' | 'numInferenceSteps' | 'loras' | 'cfgScale' | 'steps' | 'sampleMethod' | 'schedule' | 'negativePrompt' | 'strength' | 'sampler' | 'scheduler'>;
  'flux2-flex': Pick<EngineOptions, 'enablePromptExpansion' | 'guidanceScale' | 'numInferenceSteps'>;
  'flux2-pro': Pick<EngineOptions, 'enablePromptExpansion'>;
  'flux2-max': Pick<EngineOptions, 'enablePromptExpansion'>;
  'flux2-klein': Pick<EngineOptions, 'enablePromptExpansion' | 'cfgScale' | 'steps' | 'sampleMethod' | 'schedule' | 'negativePrompt' | 'loras' | 'modelVersion' | 'strength'> & { engine?: 'flux2' | 'sdcpp' | undefined };
  'flux1-kontext-pro': Pick<EngineOptions, 'guidanceScale'>;
  'flux1-kontext-max': Pick<EngineOptions, 'guidanceScale'>;
  'flux1-kontext-dev': Pick<EngineOptions, 'guidanceScale'>;
  'imagen4': Pick<EngineOptions, 'negativePrompt'>;
  'nano-banana-pro': { resolution?: '1K' | '2K' | '4K' | undefined };
  'nano-banana-2': Pick<EngineOptions, 'enableWebSearch' | 'enableGoogleSearch'> & { resolution?: '1K' | '2K' | '4K' | undefined };
  'nano-banana-2-lite': unknown;
  'nano-banana': unknown;
  'gemini-2.5-flash': unknown;
  'seedream-v5.0-pro': Pick<EngineOptions, 'guidanceScale' | 'enableSafetyChecker'>;
  'seedream-v5.0-lite': Pick<EngineOptions, 'guidanceScale' | 'enableSafetyChecker'>;
  'seedream-v4.5': Pick<EngineOptions, 'guidanceScale' | 'enableSafetyChecker'>;
  'seedream-v4': Pick<EngineOptions, 'guidanceScale' | 'enableSafetyChecker'>;
  'seedream-v3': Pick<EngineOptions, 'guidanceScale' | 'enableSafetyChecker'>;
  'wan-v2.7': Pick<EngineOptions, 'negativePrompt' | 'guidanceScale' | 'enablePromptExpansion' | 'enableSafetyChecker' | 'loras' | 'usePro'>;
  'wan-v2.5': Pick<EngineOptions, 'negativePrompt' | 'guidanceScale' | 'enablePromptExpansion' | 'enableSafetyChecker' | 'loras'>;
  'wan-v2.2': Pick<EngineOptions, 'negativePrompt' | 'guidanceScale' | 'enablePromptExpansion' | 'enableSafetyChecker' | 'loras' | 'steps' | 'acceleration'>;
  'wan-v2.2-5b': Pick<EngineOptions, 'negativePrompt' | 'guidanceScale' | 'enablePromptExpansion' | 'enableSafetyChecker' | 'loras' | 'steps' | 'shift'>;
  'qwen-image': Pick<EngineOptions, 'negativePrompt' | 'sampleMethod' | 'schedule' | 'steps' | 'cfgScale' | 'loras' | 'version' | 'strength'>;
  'qwen-image-3.0-pro': Pick<EngineOptions, 'negativePrompt' | 'promptExtend' | 'watermark'>;
  'qwen-image-2.0-pro': Pick<EngineOptions, 'negativePrompt' | 'promptExtend' | 'watermark'>;
  'qwen-image-2.0': Pick<EngineOptions, 'negativePrompt' | 'promptExtend' | 'watermark'>;
  'qwen-image-max': Pick<EngineOptions, 'negativePrompt' | 'promptExtend' | 'watermark'>;
  'qwen-image-plus': Pick<EngineOptions, 'negativePrompt' | 'promptExtend' | 'watermark'>;
  'qwen-image-edit': Pick<EngineOptions, 'negativePrompt' | 'promptExtend' | 'watermark'>;
  'qwen2': Pick<EngineOptions, 'negativePrompt' | 'enablePromptExpansion' | 'enableSafetyChecker'>;
  'qwen2-pro': Pick<EngineOptions, 'negativePrompt' | 'enablePromptExpansion' | 'enableSafetyChecker'>;
  'krea2': Pick<EngineOptions, 'creativity' | 'imageStyleReferences'> & { resolution?: 'medium' | 'large' | undefined };
  'krea2-raw': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'krea2-turbo': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'krea2-edit': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'mai-image': unknown;
  'reve': unknown;
  'z-image-turbo': Pick<EngineOptions, 'diffuserModel' | 'negativePrompt' | 'sampleMethod' | 'schedule' | 'steps' | 'cfgScale' | 'loras' | 'controlNets'>;
  'z-image-base': Pick<EngineOptions, 'diffuserModel' | 'negativePrompt' | 'sampleMethod' | 'schedule' | 'steps' | 'cfgScale' | 'loras' | 'controlNets'>;
  'anima': Pick<EngineOptions, 'negativePrompt' | 'sampleMethod' | 'schedule' | 'steps' | 'cfgScale' | 'loras' | 'diffuserModel' | 'strength' | 'sampler' | 'scheduler' | 'controlNets' | 'vaeModel'> & { engine?: 'sdcpp' | 'comfy' | undefined };
  'ernie': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'ernie-turbo': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'hidream-o1': Pick<EngineOptions, 'negativePrompt' | 'steps' | 'cfgScale' | 'checkpointModel' | 'loras'>;
  'hidream-o1-dev': Pick<EngineOptions, 'negativePrompt' | 'steps' | 'cfgScale' | 'checkpointModel' | 'loras'>;
  'lens': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'lens-turbo': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'ideogram4': Pick<EngineOptions, 'sampler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel' | 'unconditionalDiffusionModel'>;
  'boogu': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'boogu-turbo': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'steps' | 'cfgScale' | 'loras' | 'diffusionModel'>;
  'mageflow': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'loras' | 'diffusionModel' | 'steps' | 'cfgScale'>;
  'mageflow-turbo': Pick<EngineOptions, 'negativePrompt' | 'sampler' | 'scheduler' | 'loras' | 'diffusionModel' | 'steps' | 'cfgScale'>;
};

/** Options of the checkpoints of each ecosystem. */
export type CheckpointOptionsByEcosystem = {
  'sd1': Pick<EngineOptions, 'negativePrompt' | 'sampleMethod' | 'schedule' | 'steps' | 'cfgScale' | 'vaeModel' | 'loras' | 'embeddings' | 'clipSkip' | 'uCache' | 'strength' | 'sampler' | 'scheduler' | 'controlNets'> & { engine?: 'sdcpp' | 'comfy' | undefined };
  'sdxl': Pick<EngineOptions, 'negativePrompt' | 'sampleMethod' | 'schedule' | 'steps' | 'cfgScale' | 'vaeModel' | 'loras' | 'embeddings' | 'uCache' | 'strength' | 'sampler' | 'scheduler' | 'controlNets'> & { engine?: 'sdcpp' | 'comfy' | undefined };
  'flux1': Pick<EngineOptions, 'cfgScale' | 'steps' | 'sampleMethod' | 'schedule' | 'negativePrompt' | 'loras' | 'vaeModel' | 'clipLModel' | 't5XXLModel' | 'strength' | 'sampler' | 'scheduler' | 'controlNets'> & { engine?: 'sdcpp' | 'comfy' | undefined };
  'anima': Pick<EngineOptions, 'negativePrompt' | 'sampleMethod' | 'schedule' | 'steps' | 'cfgScale' | 'loras' | 'strength' | 'sampler' | 'scheduler' | 'controlNets' | 'vaeModel'> & { engine?: 'sdcpp' | 'comfy' | undefined };
};

/** Ids of models of other engines than that of Grok. */
export type EngineModelId = keyof EngineOptionsById;
