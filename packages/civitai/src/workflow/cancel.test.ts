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

const isCat = ({ externalId }: { externalId: string | undefined }) => externalId === '6-cat';

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

  await cancelWorkflow(connection, { workflowId: 'gen-1', isIt: isCat });

  expect(requests).toEqual(['PUT gen-1', 'GET workflows', 'PUT w2']);
});

it('looks through all pages of the list, and again where it is not there yet', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  let seconds = 0;
  const canceled: string[] = [];
  const fetch = async (url: string | URL | Request, { method = '' }: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(String(url));
    if (method === 'PUT') canceled.push(pathname);
    if (method === 'PUT') return new Response(null, { status: 204 });
    const page = Number(searchParams.get('cursor') ?? 0);
    const own = seconds >= 6 && page === 2 ? [{ id: 'w9', status: 'processing', externalId: '6-cat' }] : [];
    return Response.json({ items: own, next: page < 3 ? String(page + 1) : undefined });
  };
  const connection = { baseURL: 'https://civitai.example', headers: {}, fetch, isOwn: () => true };
  void cancelWorkflow(connection, { workflowId: undefined, isIt: isCat });
  for (; seconds < 12 && canceled.length === 0; seconds++) await vi.advanceTimersByTimeAsync(1000);

  expect(canceled).toEqual(['/v2/consumer/workflows/w9']);
});
