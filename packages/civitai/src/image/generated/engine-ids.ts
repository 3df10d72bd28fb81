/** Written by `pnpm generate:civitai`; not to be changed by hand. Source: Civitai orchestration OpenAPI document v2, 2026-08-20. */

/** Ids, one a line: most source images (none said is any number), `m` for a mask, `s` for a seed, and the place of its ratios. */
export const ids: string = `gpt-image-2 m
gpt-image-1.5
gpt-image-1 m
dall-e-3 0
dall-e-2 1m
flux2-dev s
flux2-flex s
flux2-pro s
flux2-max s
flux2-klein 2s
flux1-kontext-pro s 0
flux1-kontext-max s 0
flux1-kontext-dev s 0
imagen4 0s 1
nano-banana-pro 10 2
nano-banana-2 10s 2
nano-banana-2-lite 10s 2
nano-banana 4
gemini-2.5-flash 4
seedream-v5.0-pro 10s
seedream-v5.0-lite 10s
seedream-v4.5 10s
seedream-v4 10s
seedream-v3 10s
wan-v2.7 s
wan-v2.5 s
wan-v2.2 0s
wan-v2.2-5b 0s
qwen-image 10s
qwen-image-3.0-pro 3s
qwen-image-2.0-pro 3s
qwen-image-2.0 3s
qwen-image-max 3s
qwen-image-plus 3s
qwen-image-edit 3s
qwen2 3s
qwen2-pro 3s
krea2 0s 3
krea2-raw 0s
krea2-turbo 0s
krea2-edit 2s
mai-image 4 4
reve 8 5
z-image-turbo 0s
z-image-base 0s
anima 1s
ernie 0s
ernie-turbo 0s
hidream-o1 3s
hidream-o1-dev 3s
lens 0s
lens-turbo 0s
ideogram4 0s
boogu 2s
boogu-turbo 2s
mageflow 16s
mageflow-turbo 16s
sd1:checkpoint 1s
sdxl:checkpoint 1s
flux1:checkpoint 2s
anima:checkpoint 1s`;

/** Ratios, one list a line. */
export const ratios: string = `21:9|16:9|4:3|3:2|1:1|2:3|3:4|9:16|9:21
1:1|16:9|9:16|3:4|4:3
21:9|16:9|3:2|4:3|5:4|1:1|4:5|3:4|2:3|9:16
1:1|4:3|3:2|16:9|2.35:1|4:5|2:3|9:16
auto|21:9|16:9|3:2|4:3|5:4|1:1|4:5|3:4|2:3|9:16
auto|4:1|3:1|21:9|2:1|17:9|16:9|3:2|4:3|5:4|1:1|4:5|3:4|2:3|9:16|1:2|1:3|1:4`;
