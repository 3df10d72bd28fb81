/** Variants that an id stands for: all whose discriminators have these values. */
export interface Part {
  readonly match: Readonly<Record<string, string>>;
  /** Fields that the id decides; they are no options. */
  readonly set?: Readonly<Record<string, string>>;
  /** Images of one step, where the guides say fewer than the description. */
  readonly most?: number;
}

function part(words: string, set?: Part['set'], most?: number): Part {
  const match = Object.fromEntries(words.split(' ').map(word => word.split('=')));
  return { match, ...(set && { set }), ...(most !== undefined && { most }) };
}

const qwen = (create: string | undefined, edit: string, most?: number): readonly Part[] => [
  ...(create === undefined ? [] : [part('engine=qwen operation=createImage', { model: create }, most)]),
  part('engine=qwen operation=editImage', { model: edit }, most),
];
const seedream = (version: string): readonly Part[] => [part('engine=seedream', { version })];
const gemini = [part('engine=gemini model=2.5-flash')];

/**
 * What `civitai.image` takes, and the variants that each id stands for; the engine of the first one is the usual one.
 * An id is what the model is called by those who use it. One that ends with `:checkpoint` stands for every checkpoint of its ecosystem, the
 * urn of which is sent.
 */
export const ids: Readonly<Record<string, readonly Part[]>> = {
  'gpt-image-2': [part('engine=openai model=gpt-image-2')],
  'gpt-image-1.5': [part('engine=openai model=gpt-image-1.5')],
  'gpt-image-1': [part('engine=openai model=gpt-image-1')],
  'dall-e-3': [part('engine=openai model=dall-e-3')],
  'dall-e-2': [part('engine=openai model=dall-e-2')],
  'flux2-dev': [
    part('engine=flux2 model=dev'),
    part('engine=sdcpp ecosystem=flux2Dev'),
    part('engine=comfy ecosystem=flux2Dev'),
  ],
  'flux2-flex': [part('engine=flux2 model=flex')],
  'flux2-pro': [part('engine=flux2 model=pro')],
  'flux2-max': [part('engine=flux2 model=max')],
  'flux2-klein': [part('engine=flux2 model=klein'), part('engine=sdcpp ecosystem=flux2Klein')],
  'flux1-kontext-pro': [part('engine=flux1-kontext model=pro')],
  'flux1-kontext-max': [part('engine=flux1-kontext model=max')],
  'flux1-kontext-dev': [part('engine=flux1-kontext model=dev')],
  imagen4: [part('engine=google model=imagen4')],
  'nano-banana-pro': [part('engine=google model=nano-banana-pro')],
  'nano-banana-2': [part('engine=google model=nano-banana-2')],
  'nano-banana-2-lite': [part('engine=google model=nano-banana-2-lite')],
  'nano-banana': gemini,
  'gemini-2.5-flash': gemini,
  'seedream-v5.0-pro': seedream('v5.0-pro'),
  'seedream-v5.0-lite': seedream('v5.0-lite'),
  'seedream-v4.5': seedream('v4.5'),
  'seedream-v4': seedream('v4'),
  'seedream-v3': seedream('v3'),
  'wan-v2.7': [part('engine=wan version=v2.7')],
  'wan-v2.5': [part('engine=wan version=v2.5')],
  'wan-v2.2': [part('engine=wan version=v2.2')],
  'wan-v2.2-5b': [part('engine=wan version=v2.2-5b')],
  'qwen-image': [part('engine=sdcpp ecosystem=qwen')],
  // One image a step for these: the guides, where the description has six (developer.civitai.com, Qwen recipe, 2026-08).
  'qwen-image-3.0-pro': qwen('3.0-pro', '3.0-pro'),
  'qwen-image-2.0-pro': qwen('2.0-pro', '2.0-pro'),
  'qwen-image-2.0': qwen('2.0', '2.0'),
  'qwen-image-max': qwen('max', 'edit-max', 1),
  'qwen-image-plus': qwen('plus', 'edit-plus', 1),
  'qwen-image-edit': qwen(undefined, 'edit', 1),
  qwen2: [
    part('engine=fal model=qwen2 operation=createImage'),
    part('engine=fal model=qwen2 operation=editImage'),
  ],
  'qwen2-pro': [
    part('engine=fal model=qwen2 operation=proCreateImage'),
    part('engine=fal model=qwen2 operation=proEditImage'),
  ],
  krea2: [part('engine=fal model=krea2')],
  'krea2-raw': [part('engine=comfy ecosystem=krea2 model=raw')],
  'krea2-turbo': [part('engine=comfy ecosystem=krea2 model=turbo')],
  'krea2-edit': [part('engine=comfy ecosystem=krea2 model=edit')],
  'mai-image': [part('engine=fal model=maiImage')],
  reve: [part('engine=fal model=reve')],
  'z-image-turbo': [part('engine=sdcpp ecosystem=zImage model=turbo')],
  'z-image-base': [part('engine=sdcpp ecosystem=zImage model=base')],
  anima: [part('engine=sdcpp ecosystem=anima'), part('engine=comfy ecosystem=anima')],
  ernie: [part('engine=comfy ecosystem=ernie model=ernie')],
  'ernie-turbo': [part('engine=comfy ecosystem=ernie model=turbo')],
  'hidream-o1': [part('engine=comfy ecosystem=hidream-o1 model=HiDream-O1-Image')],
  'hidream-o1-dev': [part('engine=comfy ecosystem=hidream-o1 model=HiDream-O1-Image-dev')],
  lens: [part('engine=comfy ecosystem=lens model=normal')],
  'lens-turbo': [part('engine=comfy ecosystem=lens model=turbo')],
  ideogram4: [part('engine=comfy ecosystem=ideogram4')],
  boogu: [part('engine=comfy ecosystem=boogu model=base'), part('engine=comfy ecosystem=boogu model=edit')],
  'boogu-turbo': [
    part('engine=comfy ecosystem=boogu model=turbo'),
    part('engine=comfy ecosystem=boogu model=editTurbo'),
  ],
  mageflow: [
    part('engine=comfy ecosystem=mageflow model=4b'),
    part('engine=comfy ecosystem=mageflow model=4b-edit'),
  ],
  'mageflow-turbo': [
    part('engine=comfy ecosystem=mageflow model=4b-turbo'),
    part('engine=comfy ecosystem=mageflow model=4b-edit-turbo'),
  ],
  'sd1:checkpoint': [part('engine=sdcpp ecosystem=sd1'), part('engine=comfy ecosystem=sd1')],
  'sdxl:checkpoint': [part('engine=sdcpp ecosystem=sdxl'), part('engine=comfy ecosystem=sdxl')],
  'flux1:checkpoint': [part('engine=sdcpp ecosystem=flux1'), part('engine=comfy ecosystem=flux1')],
  'anima:checkpoint': [part('engine=sdcpp ecosystem=anima'), part('engine=comfy ecosystem=anima')],
};
