import type { Asked, GalleryPage, PictureView, RunView } from '../../protocol/run.ts';
import type { EstimateView, ModelFormView, ServiceView } from '../../protocol/service.ts';
import type { CodeView, WatchView } from '../../protocol/watch.ts';

/** What one press of the button asks for. */
export interface PressBody extends Omit<Asked, 'service' | 'model' | 'options'> {
  readonly key: string;
  readonly targets: readonly Pick<Asked, 'service' | 'model' | 'options'>[];
}

/** What is looked for in the gallery. */
export interface GalleryQuery {
  readonly text: string;
  readonly service: string;
  readonly model: string;
  readonly page: number;
}

/** The server said no, in its sentence. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** The server does not answer: it was ended, or is being started again. */
export class AwayError extends Error {
  override readonly name = 'AwayError';
}

async function ask(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api${path}`, init);
  } catch (error) {
    const message = 'The playground does not answer. Is it still running in its terminal?';
    throw new AwayError(message, { cause: error });
  }
  if (response.ok) return response;
  const text = await response.text();
  throw new RefusedError(problemIn(text) ?? text);
}

function problemIn(text: string): string | undefined {
  try {
    const { problem }: { problem?: string } = JSON.parse(text);
    return problem;
  } catch {
    // A plain sentence.
    return undefined;
  }
}

async function read<T>(path: string, init?: RequestInit): Promise<T> {
  const value: T = await (await ask(path, init)).json();
  return value;
}

function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** What the page asks of its server. */
export const api = {
  services: (): Promise<ServiceView[]> => read('/services'),
  form: (service: string, model: string): Promise<ModelFormView> =>
    read(`/form?${new URLSearchParams({ service, model }).toString()}`),
  prices: (calls: readonly Asked[]): Promise<EstimateView[]> => read('/prices', post(calls)),
  press: (body: PressBody): Promise<RunView[]> => read('/runs', post(body)),
  runs: (): Promise<RunView[]> => read('/runs'),
  code: (asked: Asked): Promise<CodeView[]> => read('/code', post(asked)),
  gallery: ({ page, ...query }: GalleryQuery): Promise<GalleryPage> =>
    read(`/gallery?${new URLSearchParams({ ...query, page: String(page) }).toString()}`),
  kinds: (): Promise<{ service: string; model: string }[]> => read('/kinds'),
  picture: (id: string): Promise<PictureView> => read(`/pictures/${id}`),
  watch: (): Promise<WatchView> => read('/watch'),
  upload: (file: Blob): Promise<{ id: string }> => read('/sources', { method: 'POST', body: file }),
  async remove(id: string): Promise<void> {
    await ask(`/pictures/${id}`, { method: 'DELETE' });
  },
  async act(run: string, what: 'cancel' | 'collect'): Promise<void> {
    await ask(`/runs/${run}/${what}`, { method: 'POST' });
  },
};

/** Where a picture is. */
export function pictureUrl(id: string, as: 'full' | 'small' | 'download'): string {
  return `/api/pictures/${id}/${as}`;
}

/** Any error as a sentence. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
