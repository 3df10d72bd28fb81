/** An answer other than success, thrown by a check. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: object | string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: object | string, headers: Readonly<Record<string, string>> = {}) {
    super(typeof body === 'string' ? body : JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  /** Its sentence, where it has one. */
  get reason(): string {
    const { body } = this;
    return typeof body === 'object' && 'error' in body ? String(body.error) : this.message;
  }

  toResponse(): Response {
    const { status, body, headers } = this;
    if (typeof body === 'string') return new Response(body, { status, headers });
    return Response.json(body, { status, headers });
  }
}

/** What a check gives, or the refusal that it throws. */
export function attempt<Value>(check: () => Value): Value | Refusal {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
