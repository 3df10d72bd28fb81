import * as z from 'zod/v4';
import {
  callable,
  flag,
  listOf,
  milliseconds,
  object,
  readArgument,
  text,
  wholeFrom,
  word,
} from '../options/argument.ts';
import { backendNames } from '../world/request.ts';
import {
  batchErrorShapes,
  type EffectName,
  type Effects,
  type Fault,
  type FaultFilter,
  malformations,
  type StepFault,
} from './faults.ts';

type Shape<Value> = { readonly [Field in keyof Value]-?: z.ZodType };

const status = wholeFrom(200, 599);
const headers = z
  .record(z.string(), text, 'an object of texts')
  .refine(isSendable, 'names and values that a header can have')
  .optional();
const places = listOf(wholeFrom(0)).optional();

const stepFault = object({
  step: z.union([z.string(), z.int().min(0)], 'the name of a step, or its place from 0').optional(),
  outcome: word(['failed', 'blocked', 'expired', 'canceled', 'stuck']).optional(),
  reason: text.optional(),
  reasonIn: word(['job', 'errors', 'step', 'metadata', 'none']).optional(),
  blockImages: places,
  loseImages: places,
  dropImages: wholeFrom(1).optional(),
  mature: flag.optional(),
  stepMs: milliseconds.optional(),
  queueMs: milliseconds.optional(),
} satisfies Shape<StepFault>).refine(
  fault => Object.keys(fault).some(name => name !== 'step'),
  'what goes wrong, too',
);

const effects: { readonly [Name in EffectName]: Shape<Effects[Name]> } = {
  status: { status, body: z.unknown().optional(), headers },
  reset: { reset: word(['before', 'after']) },
  unreachable: { unreachable: word(['dns', 'refused', 'tls']) },
  cut: { cut: z.number('a share from 0 to 1').min(0, 'a share from 0 to 1').max(1, 'a share from 0 to 1') },
  stall: { stall: word(['headers', 'body']) },
  answer: { answer: object({ status: status.optional(), body: z.unknown().optional(), headers }) },
  edit: { edit: callable() },
  malform: { malform: word(malformations) },
  delayMs: { delayMs: milliseconds },
  moderate: { moderate: word(['refuse', 'flag', 'empty', 'fail']), items: places },
  dropImages: { dropImages: wholeFrom(1) },
  expire: { expire: z.literal(true, 'true') },
  storageError: { storageError: text },
  jobStatus: { jobStatus: text },
  batchError: { batchError: word(batchErrorShapes), ids: listOf(text).optional() },
  stepFault: {
    stepFault: z.union(
      [stepFault, z.array(stepFault, 'a list that is not empty').min(1)],
      'a fault of a step, or a list of them',
    ),
  },
};

function isSendable(given: Readonly<Record<string, string>>): boolean {
  try {
    return new Headers(given) instanceof Headers;
  } catch {
    // What `fetch` does not take, no server can send.
    return false;
  }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const filter: Shape<FaultFilter> = {
  backend: word(backendNames).optional(),
  on: word(['submit', 'poll', 'content', 'other', 'api', 'any']).optional(),
  method: z
    .custom(value => typeof value === 'string' && methods.includes(value.toUpperCase()), methods.join(', '))
    .optional(),
  path: z.union([z.string(), z.instanceof(RegExp)], 'a text or a pattern').optional(),
  match: callable().optional(),
  times: z
    .custom(
      value => value === Infinity || (Number.isInteger(value) && Number(value) >= 1),
      'a whole number from 1, or Infinity',
    )
    .optional(),
  after: wholeFrom(0).optional(),
};

/** Throws an EmulatorArgumentError for what is no fault: a test whose fault never strikes tests nothing. */
export function checkFault(fault: Fault): void {
  const found = Object.entries(effects).filter(([name]) => Reflect.get(Object(fault), name) !== undefined);
  const every: z.core.$ZodLooseShape = Object.assign({}, ...Object.values(effects));
  const shape: z.core.$ZodLooseShape =
    found.length === 1 ? (found[0]?.[1] ?? {}) : z.object(every).partial().shape;
  readArgument('script a fault', object({ ...shape, ...filter }), fault);
  if (found.length !== 1)
    readArgument('script a fault', z.never(`one effect: ${Object.keys(effects).join(', ')}`), fault);
}
