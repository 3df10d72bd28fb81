import type { ReceivedRequest } from '../world/request.ts';
import { Refusal } from '../world/refusal.ts';
import { invalidArgument, unpricedModel } from './errors.ts';
import { findModel, type ServedModel } from './models.ts';
import { decodeRequest, type ImageBody, type ImageSource } from './body.ts';
import { type Account, authenticate, type Service } from './service.ts';

/** A request that has passed all checks before the rate limit. */
export interface Order {
  readonly account: Account;
  readonly body: ImageBody;
  readonly isEdit: boolean;
  readonly model: ServedModel;
  readonly n: number;
  readonly sources: readonly ImageSource[];
}

const maxInputs = 5;
const maxImages = 10;

/**
 * Checks a request in the order in which api.x.ai was seen to answer (2026-09): media type, JSON, types, key, model,
 * unsupported arguments, number of inputs, number of images, combinations.
 */
export function validate(service: Service, request: ReceivedRequest, isEdit: boolean): Order {
  const { profile, schemas } = service;
  if (profile.isGateway) authenticate(service, { request });
  const { body, given } = decodeRequest(request, isEdit ? schemas.edit : schemas.generation);
  return checkOrder(service, { account: authenticate(service, { request }), body, isEdit }, given);
}

/** Of a request, with the body as it came; or of one of a batch, whose unsupported arguments are looked at as it is read. */
export function checkOrder(
  { world, profile }: Service,
  { account, body, isEdit }: Pick<Order, 'account' | 'body' | 'isEdit'>,
  given?: unknown,
): Order {
  const id = body.model ?? profile.defaultModel;
  if (id !== undefined && id === profile.unpriced) throw unpricedModel(id);
  const model = id === undefined ? undefined : findModel(profile.models, id);
  if (model === undefined) throw profile.errors.unknownModel(id, account.team);
  const refused = findRefused(given, profile.refusedFields);
  if (refused !== undefined)
    throw new Refusal(400, { code: '400', error: `Argument not supported: ${refused}` });
  const sources = isEdit ? checkSources(body) : [];
  const n = body.n ?? 1;
  const isRange = n >= 1 && n <= maxImages;
  need(isRange, 'The number of images to generate (n) must be between 1 and 10 inclusive.');
  const { prompt, response_format: format = 'url' } = body;
  need(prompt.trim() !== '', 'Prompt cannot be empty.');
  const most = model.row.maxPromptLength;
  need(prompt.length <= most, `Prompt length is larger than the maximum allowed length of ${most}.`);
  const isKnown = format === 'url' || format === 'b64_json';
  need(isKnown, `Invalid response_format: ${format}. Must be one of: url, b64_json.`);
  checkCombinations(body, n);
  const limit = world.options.clampImages ? (model.row.delivers?.images ?? n) : n;
  return { account, body, isEdit, model, n: Math.min(n, limit), sources };
}

function need(isMet: boolean, error: string): void {
  if (!isMet) throw invalidArgument(error);
}

/** Arguments of other image APIs that api.x.ai names in its refusal (seen 2025-05 to 2026-07). */
export function findRefused(given: unknown, refused: readonly string[]): string | undefined {
  const fields = Object.entries(given ?? {});
  return fields.find(([name, value]) => refused.includes(name) && value !== null)?.[0];
}

function checkSources({ image, images }: ImageBody): readonly ImageSource[] {
  need(image === undefined || images === undefined, 'Only one of `image` and `images` can be provided.');
  const sources = images ?? (image === undefined ? [] : [image]);
  const count = sources.length;
  need(count > 0, 'At least one input image must be provided.');
  const message = `This model supports at most ${maxInputs} input image(s), but ${count} were provided.`;
  need(count <= maxInputs, message);
  for (const { url, image_url, file_id } of sources) {
    const given = [url, image_url, file_id].filter(each => each !== undefined);
    need(given.length === 1, 'Each image must have exactly one of `url` and `file_id`.');
  }
  return sources;
}

/** The wording of these is the emulator's own; api.x.ai's is not published. */
function checkCombinations(body: ImageBody, n: number): void {
  const { deferred, output, response_format: format, storage_options: storage } = body;
  const isInline = format === 'b64_json';
  need(!isInline || !deferred, 'Deferred requests only support response_format `url`.');
  need(!isInline || output === undefined, '`output` requires response_format `url`.');
  const { upload_urls: urls = [] } = output ?? {};
  const message = `The number of upload URLs (${urls.length}) must match the number of images (n=${n}).`;
  need(output === undefined || urls.length === n, message);
  need(
    urls.every(url => /^https?:\/\/\S+$/.test(url)),
    'Upload URLs must be http or https URLs.',
  );
  if (storage === undefined) return;
  const { filename, expires_after: lifetime, public_url: link } = storage;
  need(filename !== '', '`storage_options.filename` cannot be empty.');
  checkLifetime(lifetime, 'storage_options.expires_after');
  if (typeof link === 'object') checkLifetime(link.expires_after, 'storage_options.public_url.expires_after');
}

export function checkLifetime(seconds: number | undefined, name: string): void {
  const isRange = seconds === undefined || (seconds >= 3600 && seconds <= 2_592_000);
  need(isRange, `\`${name}\` must be between 3600 and 2592000 seconds.`);
}
