import { APICallError, InvalidArgumentError } from '@ai-sdk/provider';
import { expect, test } from 'vitest';
import { call, errorOf, startService } from '../test/service.ts';
import { classifyError } from './classify.ts';

/** A proxy that makes no tunnel, in the words of Node.js. */
const shut = async (): Promise<never> => {
  const cause = new Error('Proxy response (407) !== 200 when HTTP Tunneling');
  throw new TypeError('fetch failed', { cause });
};

/** The error of a model after a fault. */
async function afterFault(
  fault: Parameters<ReturnType<typeof startService>['emulator']['script']>[0],
  isOurs: boolean,
) {
  const { emulator, grok, peer } = startService();
  emulator.script(fault);
  return classifyError(await errorOf((isOurs ? grok() : peer).doGenerate(call)));
}

const answers: readonly (readonly [string, Parameters<typeof afterFault>[0], string, boolean])[] = [
  ['429', { status: 429 }, 'rateLimit', true],
  ['no connection', { unreachable: 'refused' }, 'outage', true],
  ['no name', { unreachable: 'dns' }, 'outage', true],
  ['a connection that breaks', { reset: 'after' }, 'unknown', false],
  ['502', { answer: { status: 502, body: 'Bad gateway' } }, 'unknown', false],
  ['400', { status: 400 }, 'badInput', true],
  ['401', { status: 401 }, 'badInput', true],
  ['402', { status: 402 }, 'funds', true],
  ['a prompt that is refused', { moderate: 'refuse' }, 'moderation', false],
];

test.each(answers)('%s means the same of our models and of others', async (_, fault, kind, isUnstarted) => {
  expect(await afterFault(fault, true)).toEqual({ class: kind, isUnstarted });
  expect(await afterFault(fault, false)).toEqual({ class: kind, isUnstarted });
});

test('a proxy that lets nobody through is no outage, and certain', async () => {
  const { grok } = startService();
  const error = await errorOf(grok({ fetch: shut }).doGenerate(call));
  expect(classifyError(error)).toEqual({ class: 'badInput', isUnstarted: true });
});

test('a 503 in the words of the service is certain of our models only', async () => {
  expect(await afterFault({ status: 503 }, false)).toEqual({ class: 'unknown', isUnstarted: false });
});

test('a quota that is used up is no rate limit', () => {
  const error = new APICallError({
    message: 'You exceeded your current quota',
    url: '',
    requestBodyValues: { prompt: 'A cat' },
    statusCode: 429,
    responseBody: '{"error":{"code":"insufficient_quota"}}',
  });
  expect(classifyError(error)).toEqual({ class: 'funds', isUnstarted: true });
});

test('a conflict and a timeout may be those of a request that runs', () => {
  for (const statusCode of [408, 409, 499]) {
    const error = new APICallError({ message: 'no', url: '', requestBodyValues: {}, statusCode });
    expect(classifyError(error)).toEqual({ class: 'unknown', isUnstarted: false });
  }
});

test('what is refused before it is sent is bad input', () => {
  expect(classifyError(new InvalidArgumentError({ argument: 'n', message: 'no' })).class).toBe('badInput');
  expect(classifyError('a text')).toEqual({ class: 'unknown', isUnstarted: false });
});

test('a look at a job that fails says nothing of the request that has started it', async () => {
  const { emulator, grok } = startService();
  emulator.script({ on: 'poll', unreachable: 'refused', times: Number.POSITIVE_INFINITY });
  const model = grok({ timeout: 1000 });
  const lost = await errorOf(model.doGenerate({ ...call, providerOptions: { xai: { deferred: true } } }));
  expect(classifyError(lost)).toEqual({ class: 'unknown', isUnstarted: false });
  for (const statusCode of [undefined, 429, 404]) {
    const error = new APICallError({
      message: 'Cannot connect to API',
      url: 'https://api.example/jobs/1',
      requestBodyValues: {},
      ...(statusCode !== undefined && { statusCode }),
      cause: Object.assign(new TypeError('fetch failed'), { code: 'ECONNREFUSED' }),
    });
    expect(classifyError(error).isUnstarted).toBe(false);
  }
});
