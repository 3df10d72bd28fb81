import type { ImageBackend } from '../generate/backend.ts';
import { toImageModelV4, type ImageModelV4Result } from '../specification/v4.ts';
import { call } from './backend.ts';

/** Calls a backend the way a JavaScript program does: through its V4 model, with options of any type. */
export async function doGenerate(backend: ImageBackend, changes: object = {}): Promise<ImageModelV4Result> {
  return Reflect.apply(toImageModelV4(backend).doGenerate, undefined, [{ ...call, ...changes }]);
}
