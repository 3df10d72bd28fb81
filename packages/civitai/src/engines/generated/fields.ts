/** Written by `pnpm generate:civitai`; not to be changed by hand. Source: Civitai orchestration OpenAPI document v2, 2026-08-20. */

/** Fields, one a line: name, kind, limits, and what is sent where one that must be there is left out. */
export const fields: string = `acceleration word none|fast|faster
aspectRatio word 1:1|16:9|9:16|3:4|4:3
aspectRatio word 1:1|4:3|3:2|16:9|2.35:1|4:5|2:3|9:16
aspectRatio word 21:9|16:9|3:2|4:3|5:4|1:1|4:5|3:4|2:3|9:16
aspectRatio word 21:9|16:9|4:3|3:2|1:1|2:3|3:4|9:16|9:21
aspectRatio word auto|21:9|16:9|3:2|4:3|5:4|1:1|4:5|3:4|2:3|9:16
aspectRatio word auto|4:1|3:1|21:9|2:1|17:9|16:9|3:2|4:3|5:4|1:1|4:5|3:4|2:3|9:16|1:2|1:3|1:4
background word auto|transparent|opaque
cfgScale number 0 30
cfgScale number 0 30 1
cfgScale number 0 30 5
cfgScale number 1 20
checkpointModel air
clipLModel air
clipSkip whole
controlNets list:ImageJobControlNet
creativity word raw|low|medium|high
denoiseStrength number 0 1
diffuserModel air
diffusionModel air
embeddings list:Air
enableGoogleSearch flag
enablePromptExpansion flag
enableSafetyChecker flag
enableWebSearch flag
guidanceScale number 0 20
guidanceScale number 1 10
guidanceScale number 1 20
guidanceScale number 1.5 100
height whole
height whole 0 2048
height whole 256 3840 1024
height whole 256 4096 1024
height whole 512 2048 1024
height whole 64 1024 512
height whole 64 2048 1024
height whole 64 2048 2048
height whole 64 2048 512
height whole 832 1216 1024
image text
imageSize word square_hd|square|portrait_4_3|portrait_16_9|landscape_4_3|landscape_16_9
imageStyleReferences list:Krea2StyleReference  10
images list:text
images list:text  10
images list:text  2
images list:text  3
images list:text  9
images list:text 1 10
images list:text 1 16
images list:text 1 2
images list:text 1 3
images list:text 1 4
images list:text 1 8
inputFidelity word low|high
loras loras
loras weights
mask text
maskImage text
model air
model word 3.0-pro|2.0-pro|2.0|edit-max|edit-plus|edit
model word 3.0-pro|2.0-pro|2.0|max|plus
modelVersion word 4b|4b-base|9b|9b-base
modelVersion word 4b|4b-base|9b|9b-base|9b-kv
negativePrompt text
negativePrompt text  1000
negativePrompt text  10000
negativePrompt text  500
numImages whole 1 4
numInferenceSteps whole 2 50
numInferenceSteps whole 4 50
prompt text
prompt text  1000
prompt text  10000
prompt text  32000
prompt text  4000
prompt text  5000
prompt text  50000
prompt text 1
prompt text 1 4000
prompt text 1 5000
prompt text 3 5000
promptExtend flag
quality word auto|hd|standard
quality word auto|high|medium|low
quality word low|medium|high
quantity whole 1 10
quantity whole 1 12
quantity whole 1 12 1
quantity whole 1 4
quantity whole 1 4 1
quantity whole 1 6
resolution word 1K|2K|4K
sampleMethod word euler|heun|dpm2|dpm++2s_a|dpm++2m|dpm++2mv2|ipndm|ipndm_v|ddim_trailing|euler_a|lcm|res_multistep|res_2s|tcd|er_sde
sampler word euler|euler_ancestral|euler_cfg_pp|euler_ancestral_cfg_pp|heun|heunpp2|dpm_2|dpm_2_ancestral|lms|dpm_fast|dpm_adaptive|dpmpp_2s_ancestral|dpmpp_2s_ancestral_cfg_pp|dpmpp_sde|dpmpp_sde_gpu|dpmpp_2m|dpmpp_2m_cfg_pp|dpmpp_2m_sde|dpmpp_2m_sde_gpu|dpmpp_3m_sde|dpmpp_3m_sde_gpu|ddpm|lcm|ipndm|ipndm_v|deis|ddim|uni_pc|uni_pc_bh2|res_multistep|er_sde
schedule word simple|discrete|karras|exponential|ays|bong_tangent|gits|sgm_uniform|smoothstep|kl_optimal|lcm
scheduler word normal|karras|exponential|sgm_uniform|simple|ddim_uniform|beta
seed whole
seed whole  9007199254740991
shift number 1 10
size word 1024x1024|1536x1024|1024x1536
size word 1024x1024|1792x1024|1024x1792
size word 256x256|512x512|1024x1024
size word auto|1024x1024|1536x1024|1024x1536
size word medium|large
steps whole 1 150
steps whole 1 150 20
steps whole 1 150 30
steps whole 1 150 4
steps whole 2 40
steps whole 2 50
steps whole 4 50
strength number 0 1
style word natural|vivid
t5XXLModel air
uCache word off|normal
unconditionalDiffusionModel air
usePro flag
vaeModel air
version word latest|2509|2511
version word latest|2509|2512
version word v3|v4|v4.5|v5.0-lite|v5.0-pro
watermark flag
width whole
width whole 0 2048
width whole 256 3840 1024
width whole 256 4096 1024
width whole 512 2048 1024
width whole 64 1024 512
width whole 64 2048 1024
width whole 64 2048 2048
width whole 64 2048 512
width whole 832 1216 1024`;

/** Fields of the objects within lists: name of the object, then as above; `!` stands behind a name that must be there. */
export const entries: string = `ImageJobControlNet preprocessor! text 1
ImageJobControlNet weight! number
ImageJobControlNet startStep! number
ImageJobControlNet endStep! number
ImageJobControlNet image text
ImageJobControlNet mask text
Krea2StyleReference imageUrl! text 1
Krea2StyleReference strength number -2 2`;
