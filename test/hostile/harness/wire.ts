import { imageHost } from './service.ts';
import { pictures } from '../../contract/harness/pictures.ts';

/** A good answer of xAI to a request for images. */
export const xaiAnswer: object = {
  data: [
    {
      url: `${imageHost}/1.jpg`,
      mime_type: 'image/jpeg',
      revised_prompt: 'A cat in an oak',
      respect_moderation: true,
      file_output: {
        file_id: 'file_1',
        filename: 'cat.jpg',
        expires_at: 1_800_000_000,
        public_url: `${imageHost}/p`,
      },
    },
    { b64_json: pictures['image/png'], respect_moderation: true },
    { url: `${imageHost}/3.jpg`, revised_prompt: '' },
  ],
  model: 'grok-imagine-image',
  usage: { cost_in_usd_ticks: 400_000_001, input_tokens: 3, output_tokens: 5, total_tokens: 8 },
};

/** All names that the provider looks for in answers of xAI. */
export const xaiNames: readonly string[] = [
  'data',
  'url',
  'b64_json',
  'revised_prompt',
  'respect_moderation',
  'file_output',
  'file_id',
  'filename',
  'expires_at',
  'public_url',
  'public_url_error',
  'public_url_expires_at',
  'storage_error',
  'model',
  'usage',
  'cost_in_usd_ticks',
  'input_tokens',
  'request_id',
  'status',
  'error',
  'code',
  'message',
  'errors',
  'detail',
];

const blob = (id: string) => ({
  type: 'image',
  id,
  available: true,
  url: `${imageHost}/${id}`,
  urlExpiresAt: '2026-11-21T12:00:00Z',
  nsfwLevel: 'pg',
});

/** A good answer of Civitai about a workflow that has ended. */
export const workflow: object = {
  id: 'wf_1',
  status: 'succeeded',
  externalId: 'key',
  completedAt: '2026-11-21T11:00:00Z',
  steps: [
    {
      $type: 'promptEnhancement',
      name: 'enhance',
      status: 'succeeded',
      output: { enhancedPrompt: 'A cat in an oak' },
    },
    {
      $type: 'imageGen',
      name: 'image-1',
      status: 'succeeded',
      input: { prompt: 'A cat in an oak', quantity: 3 },
      jobs: [
        {
          id: 'job_1',
          status: 'failed',
          reason: 'timeout',
          errors: ['late'],
          queuePosition: { precedingJobs: 2 },
        },
      ],
      metadata: { error: 'odd', errors: ['odder'] },
      output: {
        images: [blob('a.jpg'), blob('b.jpg'), { ...blob('c.jpg'), available: false, blockedReason: 'x' }],
      },
    },
  ],
  cost: { base: 52, total: 53 },
  transactions: { list: [{ type: 'debit', amount: 53, accountType: 'blue' }], insufficientBuzz: false },
};

/** All names that the provider looks for in answers of Civitai. */
export const workflowNames: readonly string[] = [
  'id',
  'status',
  'externalId',
  'completedAt',
  'steps',
  '$type',
  'name',
  'input',
  'prompt',
  'quantity',
  'jobs',
  'reason',
  'blockedReason',
  'error',
  'message',
  'errors',
  'output',
  'images',
  'blobs',
  'url',
  'available',
  'urlExpiresAt',
  'nsfwLevel',
  'enhancedPrompt',
  'estimatedProgressRate',
  'queuePosition',
  'precedingJobs',
  'metadata',
  'cost',
  'base',
  'total',
  'transactions',
  'list',
  'amount',
  'type',
  'accountType',
  'detail',
  'title',
];
