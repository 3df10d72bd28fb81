import * as z from 'zod/v4';
import type { Resolution } from '../picture/pixel-size.ts';
import { parseJson } from '../world/json.ts';
import type { ReceivedRequest } from '../world/request.ts';
import { Refusal } from '../world/refusal.ts';
import { typeMismatch } from './errors.ts';

export const aspectRatios: readonly string[] =
  '1:1 3:4 4:3 9:16 16:9 2:3 3:2 9:19.5 19.5:9 9:20 20:9 1:2 2:1 21:9 5:2 auto'.split(' ');

export const resolutions: readonly Resolution[] = ['1k', '2k', '1.5k'];

const qualities = ['low', 'medium', 'high', 'auto'] as const;

export interface ImageSource {
  readonly url?: string | undefined;
  readonly image_url?: string | undefined;
  readonly file_id?: string | undefined;
  readonly type?: string | undefined;
}

export interface PublicUrlOptions {
  readonly expires_after?: number | undefined;
}

export interface StorageOptions {
  readonly filename: string;
  readonly expires_after?: number | undefined;
  readonly public_url?: boolean | PublicUrlOptions | undefined;
}

/** The body of a generation or an edit, as docs.x.ai describes it (image generation guide, 2026). */
export interface ImageBody {
  readonly prompt: string;
  readonly model?: string | undefined;
  readonly n?: number | undefined;
  readonly response_format?: string | undefined;
  readonly aspect_ratio?: string | undefined;
  readonly resolution?: Resolution | undefined;
  readonly quality?: (typeof qualities)[number] | undefined;
  readonly deferred?: boolean | undefined;
  readonly output?: { readonly upload_urls: readonly string[] } | undefined;
  readonly storage_options?: StorageOptions | undefined;
  readonly user?: string | undefined;
  readonly image?: ImageSource | undefined;
  readonly images?: readonly ImageSource[] | undefined;
}

export interface AcceptedValues {
  readonly aspectRatios: readonly string[];
  readonly resolutions: readonly Resolution[];
}

export interface BodySchemas {
  readonly generation: z.ZodType<ImageBody>;
  readonly edit: z.ZodType<ImageBody>;
  readonly publicUrl: z.ZodType<PublicUrlOptions>;
}

/** `strict` refuses unknown fields; those of jobs and storage are unknown to a service that does not have them. */
export function createBodySchemas(accepts: AcceptedValues, strict: boolean, hasJobs: boolean): BodySchemas {
  const object: typeof z.strictObject = strict ? z.strictObject : z.object;
  const text = optional(z.string());
  const integer = optional(z.int32());
  const publicUrl = object({ expires_after: integer });
  const source = object({ url: text, image_url: text, file_id: text, type: text });
  const shared = {
    prompt: z.string(),
    model: text,
    n: integer,
    response_format: text,
    aspect_ratio: optional(z.enum(accepts.aspectRatios)),
    resolution: optional(z.enum(accepts.resolutions)),
    quality: optional(z.enum(qualities)),
    user: text,
  };
  const storage = {
    filename: z.string(),
    expires_after: integer,
    public_url: optional(z.union([z.boolean(), publicUrl])),
  };
  const jobs = {
    deferred: optional(z.boolean()),
    output: optional(object({ upload_urls: z.array(z.string()) })),
    storage_options: optional(object(storage)),
  };
  return {
    generation: hasJobs ? object({ ...shared, ...jobs }) : object(shared),
    edit: object({ ...shared, ...jobs, image: optional(source), images: optional(z.array(source)) }),
    publicUrl,
  };
}

export function optional<Value>(schema: z.ZodType<Value>): z.ZodType<Value | undefined> {
  return schema.nullish().transform(value => value ?? undefined);
}

export interface Decoded<Value> {
  readonly body: Value;
  readonly given: unknown;
}

export function decodeRequest<Value>(
  { bytes, headers }: ReceivedRequest,
  schema: z.ZodType<Value>,
): Decoded<Value> {
  if (bytes.length === 0 || !/^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '')) {
    throw new Refusal(415, 'Expected request with `Content-Type: application/json`');
  }
  return decodeText(new TextDecoder().decode(bytes), schema);
}

/** As deep as serde_json reads. */
const maxDepth = 128;

/** Reads JSON: a 400 if it is none, a 422 if it is of another type. */
export function decodeText<Value>(source: string, schema: z.ZodType<Value>): Decoded<Value> {
  try {
    const given = parseJson(source, maxDepth);
    return { body: decodeValue(given, schema), given };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(400, `Failed to parse the request body as JSON: ${error.message}`);
  }
}

export function decodeValue<Value>(given: unknown, schema: z.ZodType<Value>): Value {
  const { data, error } = schema.safeParse(given, { error: explain, reportInput: true });
  if (error === undefined) return data;
  throw typeMismatch(
    error.issues
      .map(({ path, message }) => [z.core.toDotPath(path), message].filter(Boolean).join(': '))
      .join('; '),
  );
}

/** The words of Rust's serde for what is wrong most often; the others are Zod's. */
const explain: z.core.$ZodErrorMap = issue => {
  const { code, input, path = [] } = issue;
  if (code === 'unrecognized_keys') return `unknown field \`${issue.keys.join('`, `')}\``;
  if (input === undefined) return `missing field \`${String(path.at(-1))}\``;
  if (code === 'invalid_value')
    return `unknown variant \`${String(input)}\`, expected one of \`${issue.values.join('`, `')}\``;
  return code === 'invalid_type'
    ? `invalid type: ${JSON.stringify(input)}, expected ${issue.expected}`
    : undefined;
};
