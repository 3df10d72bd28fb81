import { keyMiddleware, onceMiddleware, type BillOnceOptions } from './bill-once/bill-once-middleware.ts';
import { cacheMiddleware, type CacheOptions } from './cache/cache-middleware.ts';
import type { ImageMiddleware } from './stack/middleware.ts';
import { wholeCall } from './stack/model.ts';
import { toImageResult } from './stack/result.ts';
import { compose } from './stack/wrap.ts';

/** Settings of `production`. */
export interface ProductionOptions extends BillOnceOptions {
  readonly cache?: boolean | Omit<CacheOptions, 'tenant' | 'namespace'> | undefined;
}

export function production(options: ProductionOptions = {}): ImageMiddleware {
  const { cache, ...billOnce } = options;
  const once = onceMiddleware(billOnce);
  const around = [
    keyMiddleware(billOnce),
    ...(cache ? [cacheMiddleware({ ...(cache === true ? {} : cache), tenant: billOnce.tenant })] : []),
  ];
  return {
    specificationVersion: 'v3',
    overrideMaxImagesPerCall: () => wholeCall,
    async wrapGenerate({ params, model }) {
      const stack = compose(compose(model, [once]), around);
      return toImageResult(await stack.doGenerate(params), model.modelId);
    },
  };
}
