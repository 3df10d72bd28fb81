import { isInstalled, startRedis } from '../../../packages/middleware/src/stores/test/servers.ts';
import { figureOf, measureInChild } from '../harness/child.ts';
import { summarise, type Summary } from '../statistics.ts';
import type { Findings, Plan, Row } from '../report/row.ts';

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** Most CPU that the stack may add to a call, in milliseconds. */
const most = { memory: 0.3, redis: 1 };

/** l: what the whole stack adds to a call that its cache does not have. */
export async function measureStack({ isSmoke }: Plan): Promise<Findings> {
  const runs = isSmoke ? 1 : 5;
  const small = { bytes: kilobyte, calls: isSmoke ? 2 : 300, rounds: isSmoke ? 1 : 11 };
  const large = { calls: isSmoke ? 1 : 20, rounds: isSmoke ? 1 : 7 };
  const inMemory: number[] = [];
  const ofMegabyte: number[] = [];
  const inRedis: number[] = [];
  const server = isInstalled('redis-server') ? await startRedis() : undefined;
  try {
    for (let run = 0; run < runs; run++) {
      inMemory.push(await measure(small));
      const [one, five] = [
        await measure({ ...large, bytes: megabyte }),
        await measure({ ...large, bytes: 5 * megabyte }),
      ];
      ofMegabyte.push((five - one) / 4);
      if (server) inRedis.push(await measure({ ...small, redis: server.url }));
    }
  } finally {
    await server?.stop();
  }
  const what = 'CPU of production() with cache and budget on a miss, one image of 1 KB';
  return {
    rows: [
      toRow(`${what}, in memory`, summarise(inMemory), most.memory),
      toRow('the same, for each further MB: its hash, and the copy that is kept', summarise(ofMegabyte)),
      ...(inRedis.length === 0 ? [] : [toRow(`${what}, in Redis`, summarise(inRedis), most.redis)]),
    ],
  };
}

async function measure(parameters: {
  readonly bytes: number;
  readonly calls: number;
  readonly rounds: number;
  readonly redis?: string;
}): Promise<number> {
  return figureOf(await measureInChild('scenarios/stack.ts', { redis: '', ...parameters }), 'addedMs');
}

function toRow(what: string, { median, min, max }: Summary, limit = Number.POSITIVE_INFINITY): Row {
  return {
    id: 'l',
    what,
    against: 'the bare model, in the same process',
    mustBe: limit === Number.POSITIVE_INFINITY ? 'told' : `at most ${limit} ms`,
    measured: `${median.toFixed(2)} ms (${min.toFixed(2)}–${max.toFixed(2)})`,
    figures: 'median of runs in turn',
    isMet: median <= limit,
  };
}
