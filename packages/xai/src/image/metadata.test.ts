import { expect, test } from 'vitest';
import * as v4 from '../index.ts';
import * as v1 from '../v1.ts';
import * as v2 from '../v2.ts';
import * as v3 from '../v3.ts';

const entry = { mediaType: 'image/png', width: 1, height: 1, index: 0, workflowId: 'w', step: 's', url: 'u' };
const providerMetadata = { civitai: { images: [entry], requests: [{ workflowId: 'w', delivered: 1 }] } };
const result = { images: [{}], providerMetadata, responses: [{ providerMetadata }] };

const entries = Object.entries({ v1, v2, v3, v4 });

test.each(entries)(
  '%s says whose function reads a result of Civitai',
  (_, { imageMetadata, requestMetadata }) => {
    expect(() => imageMetadata(result)).toThrow(
      'Failed to read the metadata of a result: it is of the provider civitai. Use imageMetadata of @grok-image/civitai.',
    );
    expect(() => requestMetadata(result)).toThrow('Use requestMetadata of @grok-image/civitai.');
  },
);
