import { APICallError, InvalidArgumentError } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { createCivitai } from '../index.ts';
import { call } from '../test/call.ts';

const url = 'http://127.0.0.1:9';
const path = '/v2/consumer/blobs/CAT-0.jpeg';
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const signed = (exp: string, sig = 'old') => `${path}?sig=${sig}&exp=${encodeURIComponent(exp)}`;

const answer = (status: number, body: object, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

type Renewal = (address: string) => Response | Promise<Response>;
const renewed: Renewal = address => answer(200, { id: 'CAT-0.jpeg', url: address, available: true });
const unknown: Renewal = () => answer(404, { title: 'Not Found' });

/** Edits pictures at a service of which only renewals answer well; gives what it was sent and the error. */
async function edit(images: (string | Uint8Array)[], renewal: Renewal = renewed, timeout = 10_000) {
  const received: Request[] = [];
  const fetch = async (input: unknown, init?: RequestInit): Promise<Response> => {
    const request = new Request(String(input), init);
    received.push(request);
    if (request.url.endsWith('/refresh')) return renewal(url + signed(inMinutes(45), 'new'));
    return answer(400, { title: 'Bad Request', detail: 'No.' });
  };
  const error = await createCivitai({ apiKey: 'key', baseURL: url, fetch, timeout })
    .image('grok-imagine-image')
    .doGenerate({ ...call, providerOptions: { civitai: { images } } })
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  const renewals = received.filter(request => request.url.endsWith('/refresh'));
  const submits = received.filter(request => request.url.includes('/v2/consumer/workflows'));
  const bodies = await Promise.all(submits.map(request => request.json()));
  return { error, renewals, sent: bodies.flatMap(body => body.steps[0].input.images) };
}

it('a source can be bytes, which are sent inside the request', async () => {
  // 3 by 2 pixels.
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAABHNCSVQICAgIfAhkiAAAAAFzUkdCAK7OHOkAAAATSURBVAiZYzxjbPyfAQqYGJAAADOBAjVnF5BbAAAAAElFTkSuQmCC';
  const { sent } = await edit([Buffer.from(png, 'base64')]);
  expect(sent).toEqual([`data:image/png;base64,${png}`]);
});

describe('a source that is an address of the service', () => {
  it.each([
    ['whose signature has expired', url + signed(inMinutes(-20))],
    ['that has no signature', url + path],
    ['that expires in a minute', url + signed(inMinutes(1))],
    [
      'that another host of Civitai gave out',
      `https://orchestration-new.civitai.com${signed(inMinutes(-20))}`,
    ],
  ])('is renewed before the submit: one %s', async (_, image) => {
    const { renewals, sent } = await edit([image, 'https://example.com/a.png']);
    expect(renewals).toMatchObject([{ method: 'POST', url: `${url}${path}/refresh` }]);
    expect(renewals[0]?.headers.get('authorization')).toBe('Bearer key');
    expect(sent).toEqual([expect.stringMatching(`^${url}${path}\\?sig=new`), 'https://example.com/a.png']);
  });

  it.each([
    ['valid for some minutes', url + signed(inMinutes(10))],
    ['signed without an end that can be read', url + signed('soon')],
    ['of the content', `${url}/v2/consumer/blobs/content/token`],
    ['at another host', `https://example.com${signed(inMinutes(-20))}`],
    ['at a host that is only named like it', `https://civitai.com.example.com${path}`],
  ])('is sent as it is when it is %s', async (_, image) => {
    const { renewals, sent } = await edit([image]);
    expect(renewals).toEqual([]);
    expect(sent).toEqual([image]);
  });

  it('ends the call before anything is submitted when it is not renewed, by the name of the source', async () => {
    const { error, sent } = await edit(['https://example.com/a.png', url + signed(inMinutes(-20))], unknown);
    expect(sent).toEqual([]);
    expect(InvalidArgumentError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      argument: 'providerOptions.civitai.images[1]',
      message: expect.stringMatching(/has expired.*Not Found.*as bytes\. No workflow was submitted\.$/),
    });
  });

  it('ends the call when the service gives an image out no more', async () => {
    const { error, sent } = await edit([url + path], () =>
      answer(200, { id: 'CAT-0.jpeg', available: false, url: null }),
    );
    expect(sent).toEqual([]);
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/not available.*No workflow was submitted/),
    );
  });

  it('is sent as it is when it cannot be renewed but may still do', async () => {
    const { sent } = await edit([url + signed(inMinutes(2))], unknown);
    expect(sent).toHaveLength(1);
  });

  it('is sent as it is when only the clock of this machine says that it has expired', async () => {
    const date = new Date(Date.now() - 60 * 60_000).toUTCString();
    const { sent } = await edit([url + signed(inMinutes(-20))], () =>
      answer(404, { title: 'Not Found' }, { date }),
    );
    expect(sent).toHaveLength(1);
  });

  it('ends the call when the key is refused, which says so', async () => {
    const { error, sent } = await edit([url + path], () => answer(401, { title: 'Unauthorized' }));
    expect(sent).toEqual([]);
    expect(APICallError.isInstance(error) && error.message).toMatch(/images\[0\].*Check the API key/);
  });

  it('says that nothing was submitted when time is up before it is renewed', async () => {
    const { error } = await edit([url + path], () => new Promise(() => undefined), 100);
    expect(error).toMatchObject({
      name: 'GenerationTimeoutError',
      message: expect.stringMatching(/nothing was submitted/),
    });
  });
});
