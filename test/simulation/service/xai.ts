import type { Role } from '../script/role.ts';
import type { World } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { fieldsOf, textOf } from './json.ts';
import type { Bill, Handle, Ledger, Picture, Place } from './ledger.ts';
import type { Answer, Arrival, PlayedService } from './played-service.ts';
import { makePicture, type AskedShape } from './work.ts';

/** Ticks for one picture of grok-imagine-image (docs.x.ai, models, 2026-09). */
const ticksPerImage = 200_000_000;

/** xAI, or a gateway that forwards its wire format: images at once or deferred, and where they are fetched. */
export class XaiService implements PlayedService {
  readonly baseURL: string;
  readonly world: World;
  readonly time: VirtualTime;
  readonly ledger: Ledger;
  readonly #jobs = new Map<string, Bill>();
  readonly #hosts: { readonly image: string; readonly public: string };

  constructor(world: World, time: VirtualTime, ledger: Ledger, baseURL: string = 'https://api.x.ai/v1') {
    this.world = world;
    this.time = time;
    this.ledger = ledger;
    this.baseURL = baseURL;
    const isXai = baseURL.startsWith('https://api.x.ai');
    this.#hosts = isXai
      ? { image: 'https://imgen.x.ai', public: 'https://files-cdn.x.ai' }
      : { image: 'https://pictures.gateway.example', public: 'https://public.gateway.example' };
  }

  roleOf({ method, url }: Pick<Arrival, 'method' | 'url'>): Role | undefined {
    if (url.origin === this.#hosts.image) return 'image';
    if (url.origin === this.#hosts.public) return 'public';
    const path = url.pathname;
    if (method === 'POST' && /\/images\/(?:generations|edits)$/.test(path)) return 'submit';
    if (/\/files\/[^/]+\/content$/.test(path)) return 'stored';
    if (method === 'GET' && /\/images\/[^/]+$/.test(path)) return 'poll';
    return path.startsWith('/content/') ? 'image' : undefined;
  }

  async handle(role: Role, arrival: Arrival): Promise<Answer> {
    switch (role) {
      case 'submit':
        return this.#submit(arrival);
      case 'poll':
        return this.#look(decodeURIComponent(arrival.url.pathname.split('/').at(-1) ?? ''));
      case 'image':
      case 'stored':
      case 'public':
        return this.bytesAt(arrival.url);
      default:
        return { status: 404, ...this.toRefusal(404, 'not-found', 'Not found') };
    }
  }

  toRefusal(_status: number, code: string, message: string): Omit<Answer, 'status'> {
    return { headers: { 'x-request-id': 'request-refused' }, json: { code, error: message } };
  }

  async #submit({ json }: Arrival): Promise<Answer> {
    const body = fieldsOf(json);
    const isDeferred = body['deferred'] === true;
    const id = `${isDeferred ? 'job' : 'request'}-${this.ledger.bills.length + 1}`;
    const bill = this.carryOut(body, id, this.world.workMs);
    if (isDeferred) {
      this.#jobs.set(id, bill);
      const odd = this.world.outcome === 'nothing' ? { data: [] } : {};
      return {
        status: 200,
        headers: { 'x-request-id': `log-${bill.number}` },
        json: { request_id: id, ...odd },
        gives: [{ bill, handles: [{ kind: 'jobId', value: id }] }],
        note: `starts ${id}`,
      };
    }
    await this.time.sleep(this.world.workMs);
    return {
      headers: { 'x-request-id': id },
      ...this.answerOf(bill, body['response_format'] === 'b64_json'),
      note: `made pictures ${numbersOf(bill)}`,
    };
  }

  /** Enters work into the books. Pictures are there when it ends. */
  carryOut(body: Readonly<Record<string, unknown>>, id: string, workMs: number): Bill {
    const { world, ledger, time } = this;
    const asked = typeof body['n'] === 'number' ? body['n'] : 1;
    const [, wish] = /wish (\d+)/.exec(textOf(body['prompt']) ?? '') ?? [];
    const endsAtMs = time.now() + workMs;
    const isFailed = world.outcome === 'fails' || world.outcome === 'expires';
    const shape: AskedShape = {
      ratio: textOf(body['aspect_ratio']),
      resolution: textOf(body['resolution']),
      type: 'jpeg',
    };
    const made =
      isFailed || world.outcome === 'refuses' || world.outcome === 'nothing' ? 0 : asked + (world.extra ?? 0);
    const pictures = Array.from({ length: made }, (_, index) => {
      const number = ledger.nextPicture();
      return makePicture(world, shape, {
        number,
        places: this.#placesOf(number),
        withheld: world.outcome === 'partly' && index === made - 1,
        readyAtMs: endsAtMs + (world.bytesAfterMs ?? 0),
      });
    });
    return ledger.add({
      wish: Number(wish ?? Number.NaN),
      asked,
      atMs: time.now(),
      cost: isFailed ? 0 : asked * ticksPerImage,
      pictures,
      endsAtMs,
      outcome: isFailed ? 'failed' : made === 0 ? 'refused' : 'made',
      isKept: true,
      id,
    });
  }

  #placesOf(number: number): Place[] {
    const { place } = this.world;
    if (place === 'inline' || place === 'data url') return [];
    const at = (path: string) => `${this.baseURL}${path}`;
    const stored: Place[] = [
      { role: 'stored', url: at(`/files/file-${number}/content`) },
      { role: 'public', url: `${this.#hosts.public}/file-${number}.jpeg` },
    ];
    if (place === 'stored only') return stored;
    const first: Place =
      place === 'relative'
        ? { role: 'image', url: `${new URL(this.baseURL).origin}/content/${number}.jpeg` }
        : { role: 'image', url: `${this.#hosts.image}/xai-imgen/${number}.jpeg` };
    return place === 'stored too' ? [first, ...stored] : [first];
  }

  async #look(id: string): Promise<Answer> {
    const bill = this.#jobs.get(id);
    const isKnown = bill !== undefined && this.time.now() >= bill.atMs + (this.world.knownAfterMs ?? 0);
    if (!isKnown) {
      const error = 'Unknown request id or the result has expired.';
      return { status: 404, ...this.toRefusal(404, 'not-found', error) };
    }
    if (this.time.now() < bill.endsAtMs) return { status: 202, json: { status: 'pending' } };
    if (bill.outcome === 'failed') {
      const error = { code: 'internal_error', message: 'The job failed.' };
      return { status: 200, json: { request_id: id, status: 'failed', error } };
    }
    if (this.world.outcome === 'refuses') {
      const error = { code: 'permission_denied', message: 'Rejected by content moderation.' };
      return { status: 200, json: { request_id: id, status: 'failed', error, ...usageOf(bill, this.world) } };
    }
    return this.answerOf(bill, false);
  }

  /** The answer that brings pictures, or refuses them. */
  answerOf(bill: Bill, isInline: boolean): Answer {
    const { world } = this;
    const tells = world.bill === undefined ? [bill] : [];
    const usage = usageOf(bill, world);
    if (world.outcome === 'refuses') {
      const error = 'Generated image rejected by content moderation.';
      return { status: 400, json: { code: 'imagine:content-moderated', error, ...usage }, tells };
    }
    const items = bill.pictures.map(picture => this.toItem(picture, isInline));
    return {
      status: 200,
      json: { data: items.map(({ item }) => item), model: 'grok-imagine-image', ...usage },
      gives: [{ bill, handles: items.flatMap(({ handles }) => handles) }],
      tells,
    };
  }

  /** One entry of an answer, and what it gives into the hands of a client. */
  toItem(picture: Picture, isInline: boolean): { item: object; handles: Handle[] } {
    const { number, bytes, withheld, places } = picture;
    if (withheld) return { item: { respect_moderation: false, url: null }, handles: [] };
    const base64 = Buffer.from(bytes).toString('base64');
    const { place } = this.world;
    const own = { picture: number, value: String(number) };
    if (isInline && place !== 'stored only') {
      return { item: { b64_json: base64 }, handles: [{ kind: 'inline', ...own }] };
    }
    if (place === 'inline') return { item: { b64_json: base64 }, handles: [{ kind: 'inline', ...own }] };
    if (place === 'data url') {
      return { item: { url: `data:image/jpeg;base64,${base64}` }, handles: [{ kind: 'inline', ...own }] };
    }
    const [image, stored, published] = ['image', 'stored', 'public'].map(role =>
      places.find(found => found.role === role),
    );
    const fileId = `file-${number}`;
    const handles: Handle[] = [
      ...(image ? [{ kind: 'url' as const, value: image.url, picture: number }] : []),
      ...(stored ? [{ kind: 'fileId' as const, value: fileId, picture: number }] : []),
      ...(published ? [{ kind: 'publicUrl' as const, value: published.url, picture: number }] : []),
    ];
    const url = place === 'relative' && image ? new URL(image.url).pathname : image?.url;
    return {
      item: {
        ...(url !== undefined && { url }),
        ...(stored && {
          file_output: { file_id: fileId, filename: `${fileId}.jpeg`, public_url: published?.url },
        }),
      },
      handles,
    };
  }

  /** The bytes at an address, once they are there. */
  bytesAt(url: URL): Answer {
    const picture = this.ledger.bills
      .flatMap(({ pictures }) => pictures)
      .find(({ places }) => places.some(place => place.url === url.href));
    if (picture === undefined || picture.withheld || this.time.now() < picture.readyAtMs) {
      return { status: 404, json: {} };
    }
    return {
      status: 200,
      headers: { 'content-type': `image/${picture.type}` },
      bytes: picture.bytes,
      note: `picture ${picture.number}`,
    };
  }
}

/** What an answer says of its cost, as the world has it. */
function usageOf({ cost }: Bill, { bill }: World): object {
  if (bill === 'untold') return {};
  if (bill === 'null') return { usage: null };
  return { usage: { cost_in_usd_ticks: bill === 'as text' ? String(cost) : cost } };
}

function numbersOf({ pictures }: Bill): string {
  return pictures.map(({ number }) => number).join(', ') || 'none';
}
