import type { ReceivedRequest } from '../world/request.ts';
import { decodeRequest } from './decode.ts';
import { invalidArgument, Refusal } from './errors.ts';
import { findModel, type ServedModel } from './models.ts';
import type { ImageBody, ImageSource } from './body.ts';
import { type Account, authenticate, type Service } from './service.ts';

/** A request that has passed all checks before the rate limit. */
export interface Order {
  readonly account: Account;
  readonly body: ImageBody;
  readonly isEdit: boolean;
  readonly model: ServedModel;
  /** Images that are billed. */
  readonly n: number;
  readonly sources: readonly ImageSource[];
}

const maxInputs = 5;
const maxImages = 10;
const lifetime = { min: 3600, max: 2_592_000 };

/**
 * Checks a request in the order in which api.x.ai was seen to answer (2026-09): media type, JSON, types, key, model,
 * unsupported arguments, number of inputs, number of images, combinations.
 */
export function validate(service: Service, request: ReceivedRequest, isEdit: boolean): Order {
  const { profile, schemas } = service;
  if (profile.isGateway) authenticate(service, { request });
  const { body, given } = decodeRequest(request, isEdit ? schemas.edit : schemas.generation);
  const account = authenticate(service, { request });
  const model = lookUpModel(profile, body.model, account);
  const refused = findRefused(given, profile.refusedFields);
  if (refused !== undefined) {
    throw new Refusal(400, { code: '400', error: `Argument not supported: ${refused}` });
  }
  return checkOrder(service, { account, body, isEdit, model });
}

/** The checks that need no more than the decoded body: of a request, or of a line of a batch. */
export function checkOrder(
  { world }: Service,
  { account, body, isEdit, model }: Pick<Order, 'account' | 'body' | 'isEdit' | 'model'>,
): Order {
  const sources = isEdit ? checkSources(body) : [];
  const n = body.n ?? 1;
  if (n < 1 || n > maxImages) {
    throw invalidArgument('The number of images to generate (n) must be between 1 and 10 inclusive.');
  }
  checkArguments(body, model.row.maxPromptLength);
  checkCombinations(body, n);
  const most = world.options.clampImages ? (model.row.delivers?.images ?? n) : n;
  return { account, body, isEdit, model, n: Math.min(n, most), sources };
}

/** The model that serves a request. */
export function lookUpModel(
  { models, defaultModel, unpricedModels, errors }: Service['profile'],
  asked: string | undefined,
  { team }: Account,
): ServedModel {
  const id = asked ?? defaultModel;
  if (id !== undefined && unpricedModels.includes(id)) throw errors.unpricedModel(id);
  const model = id === undefined ? undefined : findModel(models, id);
  if (model === undefined) throw errors.unknownModel(id, team);
  return model;
}

/** Arguments of other image APIs that api.x.ai names in its refusal (seen 2025-05 to 2026-07). */
export function findRefused(given: unknown, refused: readonly string[]): string | undefined {
  const fields = Object.entries(given ?? {});
  return fields.find(([name, value]) => refused.includes(name) && value !== null)?.[0];
}

function checkSources({ image, images }: ImageBody): readonly ImageSource[] {
  if (image !== undefined && images !== undefined) {
    throw invalidArgument('Only one of `image` and `images` can be provided.');
  }
  const sources = images ?? (image === undefined ? [] : [image]);
  if (sources.length === 0) throw invalidArgument('At least one input image must be provided.');
  if (sources.length > maxInputs) {
    throw invalidArgument(
      `This model supports at most ${maxInputs} input image(s), but ${sources.length} were provided.`,
    );
  }
  for (const { url, image_url, file_id } of sources) {
    const given = [url, image_url, file_id].filter(each => each !== undefined);
    if (given.length !== 1) throw invalidArgument('Each image must have exactly one of `url` and `file_id`.');
  }
  return sources;
}

function checkArguments({ prompt, response_format }: ImageBody, maxPromptLength: number): void {
  if (prompt.trim() === '') throw invalidArgument('Prompt cannot be empty.');
  if (prompt.length > maxPromptLength) {
    throw invalidArgument(`Prompt length is larger than the maximum allowed length of ${maxPromptLength}.`);
  }
  if (response_format !== undefined && response_format !== 'url' && response_format !== 'b64_json') {
    throw invalidArgument(`Invalid response_format: ${response_format}. Must be one of: url, b64_json.`);
  }
}

/** The wording of these is the emulator's own; api.x.ai's is not published. */
function checkCombinations(body: ImageBody, n: number): void {
  const { deferred, output, response_format: format, storage_options: storage } = body;
  const urls = output?.upload_urls ?? [];
  const isInline = format === 'b64_json';
  if (isInline && deferred) throw invalidArgument('Deferred requests only support response_format `url`.');
  if (isInline && output !== undefined) throw invalidArgument('`output` requires response_format `url`.');
  if (output !== undefined && urls.length !== n)
    throw invalidArgument(
      `The number of upload URLs (${urls.length}) must match the number of images (n=${n}).`,
    );
  if (urls.some(url => !/^https?:\/\/\S+$/.test(url)))
    throw invalidArgument('Upload URLs must be http or https URLs.');
  if (storage === undefined) return;
  if (storage.filename === '') throw invalidArgument('`storage_options.filename` cannot be empty.');
  checkLifetime(storage.expires_after, 'storage_options.expires_after');
  const { public_url: link } = storage;
  if (typeof link === 'object') checkLifetime(link.expires_after, 'storage_options.public_url.expires_after');
}

/** Lifetimes of files and public links, in seconds. */
export function checkLifetime(seconds: number | undefined, name: string): void {
  if (seconds === undefined || (seconds >= lifetime.min && seconds <= lifetime.max)) return;
  throw invalidArgument(`\`${name}\` must be between ${lifetime.min} and ${lifetime.max} seconds.`);
}
