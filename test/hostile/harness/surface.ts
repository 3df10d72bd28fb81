import { xaiAnswer } from './wire.ts';

const file = {
  id: 'file_1',
  filename: 'cat.jpg',
  bytes: 3,
  created_at: 1_800_000_000,
  expires_at: 1_800_086_400,
  purpose: 'edits',
  public_url: 'https://images.test/p',
  public_url_expires_at: 1_800_000_000,
};

const batch = {
  batch_id: 'batch_1',
  name: 'cats',
  create_time: '2026-11-21T11:00:00Z',
  expire_time: '2026-11-22T11:00:00Z',
  cancel_time: '',
  cancel_by_xai_message: '',
  input_file_id: 'file_1',
  state: { num_requests: 2, num_pending: 0, num_success: 1, num_error: 1, num_cancelled: 0 },
  cost_breakdown: { total_cost_usd_ticks: 200_000_000 },
};

/** What can be asked of xAI beside images. */
type Subject =
  | 'file'
  | 'files'
  | 'deleted'
  | 'publicUrl'
  | 'revoked'
  | 'batch'
  | 'batches'
  | 'requests'
  | 'results'
  | 'models';

/** Good answers of xAI about each of them. */
export const surface: Readonly<Record<Subject, object>> = {
  file,
  files: { data: [file, { ...file, id: 'file_2' }], pagination_token: 'next' },
  deleted: { id: 'file_1', deleted: true },
  publicUrl: { public_url: 'https://images.test/p', expires_at: 1_800_000_000 },
  revoked: { id: 'file_1', revoked: true },
  batch,
  batches: { batches: [batch], pagination_token: 'next' },
  requests: {
    batch_request_metadata: [{ batch_request_id: 'a', state: 'succeeded', model: 'grok-imagine-image' }],
    pagination_token: 'next',
  },
  results: {
    results: [
      { batch_request_id: 'a', batch_result: { response: { image_generation: xaiAnswer } } },
      { batch_request_id: 'b', batch_result: { error: { code: 3, message: 'No.' } } },
      { batch_request_id: 'c', error_message: 'No.' },
    ],
    pagination_token: 'next',
  },
  models: {
    models: [
      {
        id: 'grok-imagine-image',
        aliases: ['grok-imagine-image-2026-03-02'],
        image_price: 200_000_000,
        pricing: [{ quality: 'low', resolution: '1k', price_per_image: 400_000_000 }],
        max_prompt_length: 8000,
        input_modalities: ['text', 'image'],
        output_modalities: ['image'],
        version: '1',
        owned_by: 'xai',
        created: 1_800_000_000,
      },
    ],
  },
};

/** All names that the provider looks for in these answers. */
export const surfaceNames: readonly string[] = namesIn(surface);

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Object.entries(value).flatMap(([name, entry]) => [name, ...namesIn(entry)]);
  return [...new Set(names)].filter(name => !/^\d+$/.test(name));
}
