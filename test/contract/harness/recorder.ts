/** An answer of the emulator as it came over the wire. */
export interface RecordedAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Parsed JSON, else the text. */
  readonly body: unknown;
}

/** A real `fetch` for one test, which keeps the JSON and text answers it saw. */
export interface Recorder {
  readonly fetch: typeof globalThis.fetch;
  readonly answers: readonly RecordedAnswer[];
  /** Whether a request is under way or its answer is still being read. */
  readonly isBusy: boolean;
  /** Refuses whatever is still to come: what a test leaves behind must not count in another. */
  end(): void;
}

/** What a request gets that comes after the end of its test, e.g. a cancel that still looks for its workflow. */
class TestOverError extends Error {
  constructor() {
    super('The test that sent this is over.');
  }
}

/** @param basePath - path of the emulator's backend, which the recorded paths leave out */
export function createRecorder(basePath: string): Recorder {
  const answers: RecordedAnswer[] = [];
  let pending = 0;
  let isOver = false;
  const record = async (url: string, method: string, response: Response) => {
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const path = new URL(url).pathname.slice(basePath.length);
    answers.push({ method, path, status: response.status, body: isJson ? parse(text) : text });
  };
  return {
    answers,
    get isBusy() {
      return pending > 0;
    },
    end() {
      isOver = true;
    },
    async fetch(input, init) {
      if (isOver) throw new TestOverError();
      pending += 1;
      let isRecorded = false;
      try {
        const response = await globalThis.fetch(input, init);
        if (response.headers.get('content-type')?.startsWith('image/')) return response;
        isRecorded = true;
        record(response.url, init?.method ?? 'GET', response.clone())
          // A body that breaks off or is aborted is no answer.
          .catch(() => undefined)
          .finally(() => {
            pending -= 1;
          });
        return response;
      } finally {
        if (!isRecorded) pending -= 1;
      }
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
