import { expect, it, onTestFinished, vi } from 'vitest';
import { cancelWorkflow } from './cancel.ts';

/** Cancels at a service of which nothing is ever answered; gives the requests, and whether the cancel is over. */
function cancelAtHangingService(workflowId: string | undefined) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const state = { isOver: false, open: [] as string[] };
  const fetch = (_: unknown, { method = '', signal }: RequestInit = {}) =>
    new Promise<Response>((_resolve, reject) => {
      state.open.push(method);
      signal?.addEventListener('abort', () => {
        state.open.splice(state.open.indexOf(method), 1);
        reject(signal.reason);
      });
    });
  const connection = { baseURL: 'https://civitai.example', headers: {}, fetch, isOwn: () => true };
  void cancelWorkflow(connection, { workflowId, isIt: () => true }).then(() => {
    state.isOver = true;
  });
  return state;
}

it.each([
  ['the cancel itself', 'w1', 'PUT'],
  ['a look at the list', undefined, 'GET'],
])(
  'gives up after 5 s when %s gets no answer, so that the process can end',
  async (_, workflowId, method) => {
    const state = cancelAtHangingService(workflowId);
    await vi.advanceTimersByTimeAsync(4990);
    expect(state).toEqual({ isOver: false, open: [method] });
    await vi.advanceTimersByTimeAsync(20);
    expect(state).toEqual({ isOver: true, open: [] });
  },
);

it('looks in the list for a workflow whose id is not known yet, and cancels what is its own there', async () => {
  const requests: string[] = [];
  const fetch = async (url: string | URL | Request, { method = '' }: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(String(url));
    requests.push(`${method} ${pathname.split('/').at(-1)}`);
    if (method === 'GET') {
      const items = [
        { id: 'w1', status: 'processing' },
        { id: 'w2', status: 'processing', externalId: '6-cat' },
      ];
      return Response.json({ items });
    }
    return new Response(null, { status: pathname.endsWith('/gen-1') ? 404 : 204 });
  };
  const connection = { baseURL: 'https://civitai.example', headers: {}, fetch, isOwn: () => true };

  await cancelWorkflow(connection, {
    workflowId: 'gen-1',
    isIt: ({ externalId }) => externalId === '6-cat',
  });

  expect(requests).toEqual(['PUT gen-1', 'GET workflows', 'PUT w2']);
});
