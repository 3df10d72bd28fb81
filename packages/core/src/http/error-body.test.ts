import { describe, expect, it } from 'vitest';
import { readErrorBody, type ErrorBody } from './error-body.ts';
import { parseJson } from './parse-json.ts';

function read(text: string, status: number): ErrorBody {
  return readErrorBody({ text, json: parseJson(text), status });
}

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
    ['a list', ['a', 'b'], 'a; b', undefined],
    ['an empty list', [], 'HTTP 418', undefined],
    [
      'FastAPI',
      {
        detail: [
          { loc: ['body', 'n'], msg: 'too large', type: 'x' },
          { loc: ['body'], msg: 'odd' },
        ],
      },
      'body.n: too large; body: odd',
      undefined,
    ],
    ['FastAPI with an object', { detail: { error: { message: 'Gone', code: 'x' } } }, 'Gone', 'x'],
    ['a list of errors', { errors: [{ message: 'One', code: 7 }, 'two'] }, 'One; two', undefined],
    [
      'an error text that is itself JSON',
      { error: { message: '{"error":{"message":"No such model","code":"not-found"}}', code: 'upstream' } },
      'No such model',
      'not-found',
    ],
    ['a text that only looks like JSON', { error: '{n} is unknown' }, '{n} is unknown', undefined],
    ['null', null, 'HTTP 418', undefined],
    ['empty errors beside a detail', { errors: {}, detail: 'Why' }, 'Why', undefined],
  ])('reads %s', (_, body, message, code) => {
    expect(read(JSON.stringify(body), 418)).toEqual({ message, code, form: 'json' });
  });

  it.each([
    ['plain text', ' missing field `prompt` at line 1\n', 'missing field `prompt` at line 1'],
    ['an HTML page', '\n<!doctype html><title>Bad\n gateway </title>', 'Bad gateway', 'page'],
    ['a page without a title', '<html>Bad gateway</html>', 'HTTP 502', 'page'],
    ['nothing', '', 'HTTP 502', 'nothing'],
    ['blanks', ' \n', 'HTTP 502', 'nothing'],
    ['broken JSON', '{"error":', '{"error":', 'text'],
  ])('reads %s', (_, text, message, form = 'text') => {
    expect(read(text, 502)).toEqual({ message, code: undefined, form });
  });

  it('cuts a message that is a whole page', () => {
    expect(read('x'.repeat(10_000), 500).message).toHaveLength(500);
  });

  it('cuts a code that is a whole page', () => {
    const body = JSON.stringify({ code: 'x'.repeat(10_000), error: 'No' });

    expect(read(body, 500).code).toHaveLength(100);
  });

  it.each([
    [
      'whose text is no function',
      '{"errors":{"prompt":[{"toString":1,"valueOf":2},"Too long."]}}',
      'prompt: Too long.',
    ],
    ['of lists within lists', `{"errors":{"prompt":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`, 'prompt:'],
  ])('passes over values %s', (_, body, message) => {
    expect(read(body, 400).message).toBe(message);
  });

  it('is not misled by a hostile key', () => {
    const body = '{"__proto__":{"message":"polluted","code":"x"},"error":"Real"}';

    expect(read(body, 400)).toMatchObject({ message: 'Real', code: undefined });
  });
});
