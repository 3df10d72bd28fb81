import { describe, expect, it } from 'vitest';
import { together } from './together.ts';

/** A server that answers each with its own argument, when it is let. */
function slowServer() {
  const asked: (readonly object[])[] = [];
  const waiting: ((error?: unknown) => void)[] = [];
  const ask = (list: readonly object[]) =>
    new Promise<readonly object[]>((resolve, reject) => {
      asked.push(list);
      waiting.push(error => (error === undefined ? resolve(list) : reject(error)));
    });
  const end = async (error?: unknown) => {
    waiting.shift()?.(error);
    await new Promise(resolve => {
      setTimeout(resolve);
    });
  };
  return { asked, ask, end };
}

const named = (...ids: number[]) => ids.map(id => ({ id }));

describe('together', () => {
  it('sends the first at once, and with the next all that came meanwhile', async () => {
    const { asked, ask, end } = slowServer();
    const call = together(ask);
    const answers = Promise.all(named(1, 2, 3).map(argument => call(argument)));
    await end();
    await end();

    await expect(answers).resolves.toEqual(named(1, 2, 3));
    expect(asked).toEqual([named(1), named(2, 3)]);
  });

  it('sends fifty at most', async () => {
    const { asked, ask, end } = slowServer();
    const call = together(ask);
    const answers = Promise.all(Array.from({ length: 102 }, (_, id) => call({ id })));
    for (let sent = 0; sent < 4; sent += 1) await end();

    await answers;
    expect(asked.map(list => list.length)).toEqual([1, 50, 50, 1]);
  });

  it('lets those go alone of which the server refused one', async () => {
    const refusal = Object.assign(new Error('numeric field overflow'), { code: '22003', severity: 'ERROR' });
    const ask = async (list: readonly object[]) => {
      if (list.some(argument => 'isBad' in argument)) throw refusal;
      return list;
    };
    const call = together(ask);
    const ended = await Promise.allSettled([{ id: 1 }, { id: 2 }, { isBad: true }, { id: 3 }].map(call));

    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(ended[2]).toHaveProperty('reason', refusal);
  });

  it('repeats nothing of which nobody knows what became', async () => {
    const { asked, ask, end } = slowServer();
    const call = together(ask);
    const ended = Promise.allSettled(named(1, 2, 3).map(argument => call(argument)));
    await end();
    await end(new Error('Connection terminated unexpectedly'));

    await expect(ended).resolves.toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected' },
      { status: 'rejected' },
    ]);
    expect(asked).toHaveLength(2);
  });

  it('waits no longer for a connection that died in silence than a tenth of a second', async () => {
    const asked: (readonly object[])[] = [];
    const call = together(list => {
      asked.push(list);
      return asked.length === 1 ? new Promise(() => undefined) : Promise.resolve(list);
    });
    void call({ id: 1 });

    await expect(call({ id: 2 })).resolves.toEqual({ id: 2 });
  });
});
