/**
 * Names of attributes and metrics: those of OpenTelemetry for generative AI where it has one
 * (opentelemetry.io/docs/specs/semconv/gen-ai, still in development), ours for the rest. As texts, for the constants of
 * its packages come and go.
 */
export const names = {
  operation: 'gen_ai.operation.name',
  outputType: 'gen_ai.output.type',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  count: 'gen_ai.request.choice.count',
  seed: 'gen_ai.request.seed',
  inputMessages: 'gen_ai.input.messages',
  responseModel: 'gen_ai.response.model',
  responseId: 'gen_ai.response.id',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  errorType: 'error.type',
  callId: 'grok_image.call_id',
  aspectRatio: 'grok_image.aspect_ratio',
  size: 'grok_image.size',
  images: 'grok_image.images',
  costUsd: 'grok_image.cost.usd',
  costBuzz: 'grok_image.cost.buzz',
  cacheHit: 'grok_image.cache.hit',
  queueMs: 'grok_image.queue_ms',
  attempts: 'grok_image.attempts',
  servedBy: 'grok_image.served_by',
  warnings: 'grok_image.warnings',
  errorClass: 'grok_image.error.class',
  errorMessage: 'grok_image.error.message',
  unstarted: 'grok_image.error.unstarted',
  moderated: 'grok_image.moderated',
  duration: 'gen_ai.client.operation.duration',
  cacheHits: 'grok_image.cache.hits',
} as const;

/** There is none for images. */
export const operationName = 'generate_content';

/** How AI SDK names providers, by how the name begins, and how OpenTelemetry does. */
const providers: readonly (readonly [string, string])[] = [
  ['xai', 'x_ai'],
  ['azure', 'azure.ai.openai'],
  ['openai', 'openai'],
  ['google.vertex', 'gcp.vertex_ai'],
  ['google', 'gcp.gemini'],
  ['vertex', 'gcp.vertex_ai'],
  ['amazon-bedrock', 'aws.bedrock'],
];

/** The name that OpenTelemetry has for a provider, or its own without the kind of its models. */
export function providerNameOf(provider: string): string {
  const known = providers.find(([start]) => provider === start || provider.startsWith(`${start}.`));
  return known?.[1] ?? provider.replace(/\.image$/, '');
}
