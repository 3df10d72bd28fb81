import { expect, it } from 'vitest';
import { createCivitai, type CivitaiImageOptions } from '../index.ts';
import { call } from '../test/call.ts';

/** Calls of Grok, and what was sent for each before other engines were known, to the byte. */
const calls: {
  name: string;
  modelId: string;
  asked: object;
  options: CivitaiImageOptions;
  sent: string;
}[] = [
  {
    name: 'nothing but a prompt',
    modelId: 'grok-imagine-image',
    asked: {},
    options: {},
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v1.0","operation":"createImage","prompt":"A cat in a tree","quantity":1,"imageMetadata":"nonce"}}],"externalId":"key-1"}',
  },
  {
    name: 'a ratio, a size and several steps',
    modelId: 'grok-imagine-image',
    asked: { n: 10, aspectRatio: '16:9', size: '1024x1024', seed: 7 },
    options: { imagesPerStep: 3 },
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v1.0","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"16:9","quantity":3,"imageMetadata":"nonce"}},{"$type":"imageGen","name":"image-2","input":{"engine":"grok","version":"v1.0","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"16:9","quantity":3,"imageMetadata":"nonce"}},{"$type":"imageGen","name":"image-3","input":{"engine":"grok","version":"v1.0","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"16:9","quantity":3,"imageMetadata":"nonce"}},{"$type":"imageGen","name":"image-4","input":{"engine":"grok","version":"v1.0","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"16:9","quantity":1,"imageMetadata":"nonce"}}],"externalId":"key-1"}',
  },
  {
    name: 'all that version 2 takes',
    modelId: 'grok-imagine-image-2.0',
    asked: { n: 2, aspectRatio: '20:9' },
    options: {
      resolution: '1k',
      quality: 'low',
      outputFormat: 'webp',
      enhancePrompt: true,
      currencies: ['blue', 'green'],
      tags: ['a', 'b'],
      metadata: { one: [1, { two: null }] },
      priority: 'high',
      stepTimeout: 90500,
      retries: 2,
      callbacks: [{ url: 'https://app.example/hook?secret=1', type: ['workflow:*'], detailed: true }],
      allowMatureContent: false,
      upgradeMode: 'manual',
      experimental: true,
    },
    sent: '{"steps":[{"$type":"promptEnhancement","name":"enhance","priority":"high","timeout":"00:01:30.500","retries":2,"input":{"ecosystem":"grok","prompt":"A cat in a tree"}},{"$type":"imageGen","name":"image-1","priority":"high","timeout":"00:01:30.500","retries":2,"input":{"engine":"grok","version":"v2.0","operation":"createImage","prompt":{"$ref":"enhance","path":"output.enhancedPrompt"},"aspectRatio":"20:9","resolution":"1k","quality":"low","quantity":2,"outputFormat":"webP","imageMetadata":"nonce"}}],"currencies":["blue","green"],"tags":["a","b"],"metadata":{"one":[1,{"two":null}]},"callbacks":[{"url":"https://app.example/hook?secret=1","type":["workflow:*"],"detailed":true}],"allowMatureContent":false,"upgradeMode":"manual","experimental":true,"externalId":"key-1"}',
  },
  {
    name: 'an edit of version 1 with a size',
    modelId: 'grok-imagine-image',
    asked: { size: '1536x1024' },
    options: { images: ['https://image.example/a.png'], outputFormat: 'png' },
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v1.0","operation":"editImage","prompt":"A cat in a tree","images":["https://image.example/a.png"],"quantity":1,"outputFormat":"png","imageMetadata":"nonce"}}],"externalId":"key-1"}',
  },
  {
    name: 'an edit of version 2 with two sources in two steps',
    modelId: 'grok',
    asked: { n: 5, aspectRatio: 'auto', files: [{ type: 'url', url: 'https://image.example/a.png' }] },
    options: { images: ['https://image.example/b.png'] },
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v2.0","operation":"editImage","prompt":"A cat in a tree","images":[{"$ref":"$arguments","path":"image1"},{"$ref":"$arguments","path":"image2"}],"aspectRatio":"auto","quantity":4,"imageMetadata":"nonce"}},{"$type":"imageGen","name":"image-2","input":{"engine":"grok","version":"v2.0","operation":"editImage","prompt":"A cat in a tree","images":[{"$ref":"$arguments","path":"image1"},{"$ref":"$arguments","path":"image2"}],"aspectRatio":"auto","quantity":1,"imageMetadata":"nonce"}}],"arguments":{"image1":"https://image.example/a.png","image2":"https://image.example/b.png"},"externalId":"key-1"}',
  },
  {
    name: 'a size that becomes a tier',
    modelId: 'grok',
    asked: { size: '2048x2048' },
    options: {},
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v2.0","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"1:1","resolution":"2k","quantity":1,"imageMetadata":"nonce"}}],"externalId":"key-1"}',
  },
  {
    name: 'an option for the ratio, and equal requests',
    modelId: 'grok',
    asked: { n: 5 },
    options: { aspectRatio: '3:4', dedupe: true },
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v2.0","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"3:4","quantity":4}},{"$type":"imageGen","name":"image-2","input":{"engine":"grok","version":"v2.0","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"3:4","quantity":1,"imageMetadata":"image-2"}}],"externalId":"key-1"}',
  },
  {
    name: 'an id of xAI',
    modelId: 'grok-imagine-image-2026-03-02',
    asked: { n: 4 },
    options: { quality: 'low' },
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v1.0","operation":"createImage","prompt":"A cat in a tree","quantity":4,"imageMetadata":"nonce"}}],"externalId":"key-1"}',
  },
  {
    name: 'an id that is newer',
    modelId: 'grok-imagine-image-3.5',
    asked: { aspectRatio: '5:4' },
    options: { ephemeral: true, wait: 5, outputFormat: 'jpeg' },
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"v3.5","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"5:4","quantity":1,"outputFormat":"jpeg","imageMetadata":"nonce"}}],"ephemeral":true,"externalId":"key-1"}',
  },
  {
    name: 'an id without a number',
    modelId: 'grok-next',
    asked: { aspectRatio: '7:1' },
    options: {},
    sent: '{"steps":[{"$type":"imageGen","name":"image-1","input":{"engine":"grok","version":"grok-next","operation":"createImage","prompt":"A cat in a tree","aspectRatio":"7:1","quantity":1,"imageMetadata":"nonce"}}],"externalId":"key-1"}',
  },
];

it.each(calls)('sends $name as before', async ({ modelId, asked, options, sent }) => {
  const bodies: string[] = [];
  const fetch = async (_: unknown, { body }: RequestInit = {}): Promise<Response> => {
    bodies.push(String(body));
    return Response.json({ title: 'no' }, { status: 400 });
  };
  const model = createCivitai({ apiKey: 'key', fetch }).image(modelId);
  const civitai = JSON.parse(JSON.stringify({ externalId: 'key-1', ...options }));
  await expect(model.doGenerate({ ...call, ...asked, providerOptions: { civitai } })).rejects.toThrow('no');
  // Fresh at every call; that of equal requests is the name of their step.
  const fresh = /"imageMetadata":"(?!image-)[^"]+"/g;
  expect(bodies.map(body => body.replaceAll(fresh, '"imageMetadata":"nonce"'))).toEqual([sent]);
});
