export { loadApiKey } from './settings/api-key.ts';
export { resolveShape, type Shape, type ShapeRules } from './generate/shape.ts';
export { checkBaseUrl } from './settings/base-url.ts';
export type {
  GeneratedImage,
  ImageBackend,
  ImageRequest,
  ImageResponse,
  ImageUsage,
} from './generate/backend.ts';
export { readCall, type ImageCall, type ImageCallOptions } from './generate/call.ts';
export { collectImages, type CollectedImages, type PaidImage } from './generate/collect.ts';
export { shareCost } from './generate/cost.ts';
export { downloadImage, toImage, type DownloadedImage, type DownloadSettings } from './image/download.ts';
export { ContentModerationError, GenerationFailedError, GenerationTimeoutError } from './errors/index.ts';
export { ImageDownloadError, InsufficientFundsError } from './errors/index.ts';
export { excerpt, longestName } from './messages/excerpt.ts';
export { hasMarker, mark } from './errors/generation-error.ts';
export type { GenerationCost, GenerationDetails } from './errors/index.ts';
export { apiCallErrorArguments } from './http/api-error.ts';
export type { JsonRequest, JsonResponse } from './http/exchange.ts';
export type { Explain, Failure, RequestKind } from './http/failure.ts';
export { joinHeaders } from './http/headers.ts';
export { pathSegment } from './http/path-segment.ts';
export { requestJson } from './http/request.ts';
export { amountOf, fieldsOf, flagOf, idOf, listOf, numberOf, textOf, type Fields } from './fields.ts';
export { inspectImage, type ImageInfo, type ImageMediaType } from './image/image-info.ts';
export { invalidArgument, invalidArgumentInWords } from './messages/invalid-argument.ts';
export { defined, isPlainObject, type JsonObject, type JsonValue } from './schema/json.ts';
export { readImageMetadata, type ImageResultLike } from './specification/metadata.ts';
export { accepts, addressOption, flagOption, listOption, objectOption, oneOf } from './options.ts';
export { parseOptions, textLike, textOption, wholeNumber } from './options.ts';
export type { OptionReader, OptionReaders } from './options.ts';
export { createProgressReporter, type ProgressReporter } from './generate/progress.ts';
export { fromImageString, toImageUrl, type ImageFile, type SourceImage } from './image/source-image.ts';
export { createRateLimiter, type RateLimit, type RateLimiter } from './time/rate-limit.ts';
export { repeatUnstarted } from './generate/split.ts';
export { jsonObjectSchema } from './schema/json-object-schema.ts';
export { amountField, flagField, idField, lenient, listField } from './schema/lenient.ts';
export { numberField, parseLenient, textField } from './schema/lenient.ts';
export { parseStrict } from './schema/parse-strict.ts';
export { addressSchema, listSchema, numberSchema } from './schema/strict-parts.ts';
export { patternSchema, textSchema, wholeNumberSchema } from './schema/strict-parts.ts';
export { noSuchModel } from './specification/no-such-model.ts';
export { createProviderV1, toImageModelV1, type ImageModelV1, type ProviderV1 } from './specification/v1.ts';
export { createProviderV2, toImageModelV2, type ImageModelV2, type ProviderV2 } from './specification/v2.ts';
export { createProviderV3, toImageModelV3, type ImageModelV3, type ProviderV3 } from './specification/v3.ts';
export { createProviderV4, toImageModelV4, type ImageModelV4, type ProviderV4 } from './specification/v4.ts';
export type { ImageModelCallOptions, ProviderDefinition } from './specification/shared.ts';
export { version } from './http/version.ts';
export { poll, wait, withDeadline, type PollOutcome } from './time/wait.ts';
export type { ImageWarning } from './messages/warning.ts';
