import type { ImageParameters } from '@grok-image/core';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import { xaiProfile } from '../gateways/xai.ts';
import { readOptions } from '../image/read-options.ts';
import { toRequest, type XaiRequest } from '../image/request.ts';

const request: ImageParameters = {
  prompt: 'A cat in a tree',
  n: 1,
  offset: 0,
  total: 1,
  aspectRatio: undefined,
  size: undefined,
  sources: [],
  mask: undefined,
  options: {},
  headers: {},
  abortSignal: undefined,
};

/** Maps a request with options of xAI, as the backend does before it sends anything. */
export function map(
  options: Record<string, unknown>,
  changes: Partial<ImageParameters> = {},
  modelId: string = 'grok-imagine-image',
  profile: XaiGatewayProfile = xaiProfile,
): XaiRequest {
  const { n = 1 } = changes;
  const read = readOptions(options);
  return toRequest({ ...request, total: n, ...changes }, read.options, { modelId, profile, settings: {} });
}
