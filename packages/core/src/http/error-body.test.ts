import { describe, expect, it } from 'vitest';
import { readErrorBody } from './error-body.ts';

describe('readErrorBody', () => {
  it.each([
    [
      'OpenAI',
      { error: { message: 'No such model.', code: 'model_not_found' } },
      'No such model.',
      'model_not_found',
    ],
    ['OpenAI with a number', { error: { code: 404, message: 'Unknown route' } }, 'Unknown route', '404'],
    [
      'new-api, whose code may be empty',
      { error: { message: 'Invalid token', code: '' } },
      'Invalid token',
      undefined,
    ],
    ['xAI', { code: 'not-found', error: 'No such model' }, 'No such model', 'not-found'],
    ['a bare message', { message: 'Nope' }, 'Nope', undefined],
    [
      'problem+json',
      { title: 'Bad Request', detail: 'The step is unknown.' },
      'The step is unknown.',
      undefined,
    ],
    ['problem+json with a title only', { title: 'Bad Request', status: 400 }, 'Bad Request', undefined],
    [
      'problem+json by field',
      { title: 'Invalid', errors: { 'steps[0].n': ['too many', 'not even'], messages: ['Buy Buzz.'] } },
      'steps[0].n: too many not even; Buy Buzz.',
      undefined,
    ],
    [
      'problem+json with one message a field',
      { errors: { prompt: 'is empty' } },
      'prompt: is empty',
      undefined,
    ],
    ['a JSON string', 'Field `n` is wrong', 'Field `n` is wrong', undefined],
    ['an error without words', { error: { message: ' ', code: 'odd' } }, 'HTTP 418', 'odd'],
    ['a list', ['a', 'b'], 'HTTP 418', undefined],
    ['null', null, 'HTTP 418', undefined],
    ['empty errors beside a detail', { errors: {}, detail: 'Why' }, 'Why', undefined],
  ])('reads %s', (_, body, message, code) => {
    expect(readErrorBody(JSON.stringify(body), 418)).toEqual({ message, code, json: body });
  });

  it.each([
    ['plain text', ' missing field `prompt` at line 1\n', 'missing field `prompt` at line 1'],
    ['an HTML page', '\n<!doctype html><title>Bad gateway</title>', 'HTTP 502'],
    ['nothing', '', 'HTTP 502'],
    ['blanks', ' \n', 'HTTP 502'],
    ['broken JSON', '{"error":', '{"error":'],
  ])('reads %s', (_, text, message) => {
    expect(readErrorBody(text, 502)).toEqual({ message, code: undefined, json: undefined });
  });

  it('cuts a message that is a whole page', () => {
    expect(readErrorBody('x'.repeat(10_000), 500).message).toHaveLength(500);
  });

  it('cuts a code that is a whole page', () => {
    const body = JSON.stringify({ code: 'x'.repeat(10_000), error: 'No' });

    expect(readErrorBody(body, 500).code).toHaveLength(100);
  });

  it.each([
    [
      'whose text is no function',
      '{"errors":{"prompt":[{"toString":1,"valueOf":2},"Too long."]}}',
      'prompt: Too long.',
    ],
    ['of lists within lists', `{"errors":{"prompt":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`, 'prompt:'],
  ])('passes over values %s', (_, body, message) => {
    expect(readErrorBody(body, 400).message).toBe(message);
  });

  it('is not misled by a hostile key', () => {
    const body = '{"__proto__":{"message":"polluted","code":"x"},"error":"Real"}';

    expect(readErrorBody(body, 400)).toMatchObject({ message: 'Real', code: undefined });
  });
});
