import { expect, it } from 'vitest';
import { answer, apiError, call, testBackend } from '../test/backend.ts';
import { errorOf } from '../test/catch.ts';
import { passTime, stopClock } from '../test/time.ts';
import { generate } from './generate.ts';

it('throws at once where no part was started, so that another model may be asked', async () => {
  stopClock();
  const sent: number[] = [];
  const backend = testBackend({
    maxImagesPerRequest: 1,
    async generate({ offset }) {
      sent.push(offset);
      throw apiError('Too busy.', true, { 'retry-after': '20' });
    },
  });

  const error = await errorOf(passTime(generate(backend, { ...call, n: 3 })));

  expect(error).toMatchObject({ message: 'Too busy.', isRetryable: true });
  expect([sent, Date.now()]).toEqual([[0, 1, 2], 0]);
});

it('repeats a part only when one beside it may be paid', async () => {
  stopClock();
  const sentAt: number[] = [];
  const backend = testBackend({
    maxImagesPerRequest: 1,
    async generate(request) {
      if (request.offset === 0) {
        await new Promise(resolve => setTimeout(resolve, 8000));
        return answer(request);
      }
      if (sentAt.push(Date.now()) === 1) throw apiError('Too busy.', true);
      return answer(request);
    },
  });

  const { images } = await passTime(generate(backend, { ...call, n: 2 }));

  expect(images).toHaveLength(2);
  expect(sentAt).toHaveLength(2);
  expect(sentAt[1]).toBeGreaterThanOrEqual(9000);
});
