import type { Role } from '../script/role.ts';
import type { World } from '../script/scenario.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import { fieldsOf, listOf, textOf } from './json.ts';
import type { Bill, Handle, Ledger, Picture } from './ledger.ts';
import type { Answer, Arrival, PlayedService } from './played-service.ts';
import { makePicture } from './work.ts';
import { workflowOf, type PlayedStep } from './workflow.ts';

/** Buzz for one picture of Grok 1.0 (developer.civitai.com, Grok recipe, 2026-08). */
const buzzPerImage = 26;

/** Longest time the service holds an answer back, in seconds (developer.civitai.com, request timeout). */
const longestWait = 100;

interface PlayedWorkflow {
  readonly bill: Bill;
  readonly steps: readonly PlayedStep[];
  readonly isEphemeral: boolean;
}

/** Civitai's orchestration: workflows under keys, looks that are held, blobs, a list, and cancel. */
export class CivitaiService implements PlayedService {
  readonly baseURL = 'https://orchestration.civitai.com';
  readonly #world: World;
  readonly #time: VirtualTime;
  readonly #ledger: Ledger;
  readonly #workflows = new Map<string, PlayedWorkflow>();
  readonly #keys = new Map<string, PlayedWorkflow>();

  constructor(world: World, time: VirtualTime, ledger: Ledger) {
    this.#world = world;
    this.#time = time;
    this.#ledger = ledger;
  }

  roleOf({ method, url }: Pick<Arrival, 'method' | 'url'>): Role | undefined {
    const rest = url.pathname.replace('/v2/consumer/', '');
    if (rest.startsWith('blobs/')) {
      if (rest.startsWith('blobs/content/')) return undefined;
      return url.searchParams.has('sig') ? 'image' : 'blob';
    }
    if (rest === 'workflows') return method === 'POST' ? 'submit' : 'list';
    return method === 'PUT' ? 'cancel' : 'poll';
  }

  async handle(role: Role | undefined, arrival: Arrival): Promise<Answer> {
    const id = decodeURIComponent(arrival.url.pathname.split('/').at(-1) ?? '');
    const wait = Math.min(longestWait, Number(arrival.url.searchParams.get('wait') ?? 0));
    switch (role) {
      case 'submit':
        return this.#submit(fieldsOf(arrival.json), wait, arrival.call);
      case 'poll':
        return this.#look(id, wait);
      case 'list':
        return this.#list(arrival.url.searchParams);
      case 'cancel':
        return this.#cancel(id);
      case 'blob':
        return { status: 308, headers: { location: `/v2/consumer/blobs/content/${encodeURIComponent(id)}` } };
      default:
        return this.#bytes(id);
    }
  }

  toRefusal(status: number, code: string, message: string): Omit<Answer, 'status'> {
    return { json: code === 'funds' ? message : { title: message, status, detail: message } };
  }

  async #submit(body: Readonly<Record<string, unknown>>, wait: number, call: number): Promise<Answer> {
    const key = textOf(body['externalId']);
    const known = key === undefined ? undefined : this.#keys.get(key);
    const workflow = known ?? this.#carryOut(body, key, call);
    const { bill } = workflow;
    await this.#hold(workflow, wait);
    const answer = this.#answerOf(workflow);
    return { ...answer, note: known ? `knows the key: ${bill.id}` : `starts ${bill.id}` };
  }

  #carryOut(body: Readonly<Record<string, unknown>>, key: string | undefined, call: number): PlayedWorkflow {
    const { workMs, outcome, careless } = this.#world;
    const id = `6-20261121-${this.#ledger.bills.length + 1}`;
    const endsAtMs = this.#time.now() + workMs;
    const prompts = listOf(body['steps']).map(step => textOf(fieldsOf(fieldsOf(step)['input'])['prompt']));
    const [, wish] = /wish (\d+)/.exec(prompts.find(prompt => prompt !== undefined) ?? '') ?? [];
    const isFailed = outcome === 'fails' || outcome === 'expires';
    const isEmpty = isFailed || outcome === 'refuses' || outcome === 'nothing';
    const steps = listOf(body['steps']).map((entry): PlayedStep => {
      const step = fieldsOf(entry);
      const input = fieldsOf(step['input']);
      if (step['$type'] !== 'imageGen') {
        const name = textOf(step['name']) ?? '$0';
        return { type: 'promptEnhancement', name, echo: careless ? {} : input, pictures: [] };
      }
      const quantity = typeof input['quantity'] === 'number' ? input['quantity'] : 1;
      const made = isEmpty ? 0 : quantity + (this.#world.extra ?? 0);
      const pictures = Array.from({ length: made }, (_, index) =>
        this.#paint(input, endsAtMs, outcome === 'partly' && index === made - 1),
      );
      const echo = careless ? { engine: 'grok', version: 'v1.0', quantity } : input;
      return { type: 'imageGen', name: textOf(step['name']) ?? '$0', echo, pictures };
    });
    const asked = steps
      .filter(({ type }) => type === 'imageGen')
      .reduce((sum, { echo }) => sum + Number(echo['quantity'] ?? 1), 0);
    const isEphemeral = body['ephemeral'] === true;
    const bill = this.#ledger.add({
      wish: Number(wish ?? Number.NaN),
      asked,
      atMs: this.#time.now(),
      cost: isFailed ? 0 : asked * buzzPerImage,
      pictures: steps.flatMap(({ pictures }) => pictures),
      endsAtMs,
      outcome: isFailed ? 'failed' : isEmpty ? 'refused' : 'made',
      isKept: !isEphemeral,
      key,
      id,
    });
    const workflow: PlayedWorkflow = { bill, steps, isEphemeral };
    this.#workflows.set(id, workflow);
    // What is never kept is not remembered by its key either.
    if (key !== undefined && !isEphemeral) {
      this.#keys.set(key, workflow);
      bill.handles.push({ kind: 'externalId', value: key, atMs: this.#time.now(), call });
    }
    return workflow;
  }

  #paint(input: Readonly<Record<string, unknown>>, endsAtMs: number, withheld: boolean): Picture {
    const number = this.#ledger.nextPicture();
    const path = `${this.baseURL}/v2/consumer/blobs/blob-${number}.jpeg`;
    const shape = {
      ratio: textOf(input['aspectRatio']),
      resolution: textOf(input['resolution']) ?? (input['version'] === 'v2.0' ? '2k' : '1k'),
      type: input['outputFormat'] === 'png' ? ('png' as const) : ('jpeg' as const),
    };
    return makePicture(this.#world, shape, {
      number,
      places: [
        { role: 'image', url: path },
        { role: 'blob', url: path },
      ],
      withheld: withheld || this.#world.blocked === true,
      readyAtMs: endsAtMs + (this.#world.bytesAfterMs ?? 0),
    });
  }

  /** Holds an answer back until there is news or the wait is over. */
  async #hold({ bill }: PlayedWorkflow, wait: number): Promise<void> {
    const until = this.#time.now() + wait * 1000;
    while (this.#time.now() < Math.min(until, bill.endsAtMs)) {
      await this.#time.sleep(Math.min(until, bill.endsAtMs) - this.#time.now());
    }
  }

  async #look(id: string, wait: number): Promise<Answer> {
    const workflow = this.#workflows.get(id);
    const isKnown = (): boolean =>
      workflow !== undefined &&
      this.#time.now() >= workflow.bill.atMs + (this.#world.knownAfterMs ?? 0) &&
      !(workflow.isEphemeral && this.#time.now() > workflow.bill.endsAtMs + 1000);
    if (!workflow || !isKnown()) return { status: 404, ...this.toRefusal(404, 'not-found', 'Not found') };
    await this.#hold(workflow, wait);
    return this.#answerOf(workflow);
  }

  #answerOf({ bill, steps }: PlayedWorkflow): Answer {
    const isOver = this.#time.now() >= bill.endsAtMs;
    const handles: Handle[] = [
      { kind: 'workflowId', value: bill.id },
      ...(isOver
        ? bill.pictures.flatMap(({ number, places: [place], withheld }): Handle[] =>
            place && !withheld ? [{ kind: 'url', value: place.url, picture: number }] : [],
          )
        : []),
    ];
    return {
      status: isOver ? 200 : 202,
      json: workflowOf(bill, steps, this.#world, this.#time.now()),
      gives: [{ bill, handles }],
      tells: isOver && this.#world.bill !== 'untold' ? [bill] : [],
      note: isOver ? `${bill.id} is over: ${bill.outcome}` : `${bill.id} runs`,
    };
  }

  #list(query: URLSearchParams): Answer {
    const { listedAfterMs = 0, pageSize = 100 } = this.#world;
    const listed = [...this.#workflows.values()]
      .filter(({ bill, isEphemeral }) => !isEphemeral && this.#time.now() >= bill.atMs + listedAfterMs)
      .toReversed();
    const from = Number(query.get('cursor') ?? 0);
    const take = Math.min(Number(query.get('take') ?? 100), pageSize);
    const page = listed.slice(from, from + take);
    const next = from + take < listed.length ? { next: String(from + take) } : {};
    return {
      status: 200,
      json: {
        items: page.map(({ bill, steps }) => workflowOf(bill, steps, this.#world, this.#time.now())),
        ...next,
      },
      note: `lists ${page.map(({ bill }) => bill.id).join(', ') || 'nothing'}`,
    };
  }

  #cancel(id: string): Answer {
    const workflow = this.#workflows.get(id);
    if (!workflow) return { status: 404, ...this.toRefusal(404, 'not-found', 'Not found') };
    const { bill } = workflow;
    if (this.#time.now() >= bill.endsAtMs) {
      return { status: 409, ...this.toRefusal(409, 'conflict', 'The workflow is over.') };
    }
    bill.endsAtMs = this.#time.now();
    bill.outcome = 'canceled';
    bill.cost = 0;
    bill.pictures = [];
    return { status: 204, note: `cancels ${id}` };
  }

  #bytes(id: string): Answer {
    const number = Number(/blob-(\d+)\./.exec(id)?.[1] ?? Number.NaN);
    const picture = this.#ledger.bills
      .flatMap(({ pictures }) => pictures)
      .find(found => found.number === number);
    if (picture === undefined || this.#time.now() < picture.readyAtMs) return { status: 404, json: {} };
    if (picture.withheld) return { status: 403, json: {} };
    return {
      status: 200,
      headers: { 'content-type': `image/${picture.type}` },
      bytes: picture.bytes,
      note: `picture ${picture.number}`,
    };
  }
}
