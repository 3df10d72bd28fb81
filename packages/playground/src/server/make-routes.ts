import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { toAiSdkCode } from '../code/ai-sdk.ts';
import { toCommandLine } from '../code/command-line.ts';
import { toCurl } from '../code/curl.ts';
import { readAsked, readPress } from '../make/asked.ts';
import { toCall, withoutLoss } from '../make/model-call.ts';
import { isBadInput } from '../make/problem.ts';
import type { Asked } from '../protocol/run.ts';
import type { EstimateView } from '../protocol/service.ts';
import type { CodeView } from '../protocol/watch.ts';
import { describeModel, describeService } from '../services/describe.ts';
import type { Parts } from './parts.ts';

/** Calls that the page begins with. */
const mostRuns = 60;

/** Milliseconds between two signs of life on a stream, as proxies and laptops forget quiet ones. */
const heartbeatMs = 20_000;

/** What the page makes pictures with. */
export function makeRoutes({ services, library, hub, runner, readSource }: Parts): Hono {
  async function toCode(asked: Asked): Promise<CodeView[]> {
    const service = services.find(asked.service);
    const complete = withoutLoss(asked, service);
    const sourceFiles = asked.sources.map((_, index) => `source-${index + 1}.jpg`);
    const taken = { asked: complete, origin: service.origin, sourceFiles };
    const curl = await toCurl(service, asked.model, await toCall(complete, service, readSource));
    return [...toAiSdkCode(taken), curl, toCommandLine(taken)];
  }

  async function toEstimate(asked: Asked): Promise<EstimateView> {
    const { service } = asked;
    try {
      return { service, cost: await runner.price(asked), isBlocking: false };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      return { service, problem, isBlocking: isBadInput(error) };
    }
  }

  return new Hono()
    .get('/services', async context => context.json(await Promise.all(services.all.map(describeService))))
    .get('/form', context => {
      const { service = '', model = '' } = context.req.query();
      return context.json(describeModel(services.find(service), model));
    })
    .post('/prices', async context => {
      const given: unknown = await context.req.json();
      const calls = Array.isArray(given) ? given.map(readAsked) : [readAsked(given)];
      return context.json(await Promise.all(calls.map(toEstimate)));
    })
    .post('/code', async context => context.json(await toCode(readAsked(await context.req.json()))))
    .get('/runs', context => {
      const runs = [...library.runs()].slice(-mostRuns).toReversed();
      return context.json(runs.flatMap(({ id }) => library.run(id) ?? []).map(runner.view));
    })
    .post('/runs', async context =>
      context.json(await runner.press(readPress(await context.req.json())), 201),
    )
    .post('/runs/:id/cancel', context => {
      runner.cancel(context.req.param('id'));
      return context.body(null, 204);
    })
    .post('/runs/:id/collect', context => {
      runner.collect(context.req.param('id'));
      return context.body(null, 204);
    })
    .get('/events', context =>
      streamSSE(context, async stream => {
        const stop = hub.listen(run => void stream.writeSSE({ event: 'run', data: JSON.stringify(run) }));
        stream.onAbort(stop);
        while (!stream.aborted && !stream.closed) {
          await stream.writeSSE({ event: 'alive', data: '' });
          await stream.sleep(heartbeatMs);
        }
        stop();
      }),
    );
}
