import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutWaiting } from './harness/clock.ts';
import { bodies } from './harness/json.ts';
import { civitaiModel, civitaiOrigin, grokModel, xaiOrigin } from './harness/models.ts';
import { call, expectPromises, outcomeOf } from './harness/outcome.ts';
import { numRuns, testTimeoutMs, tryAll } from './harness/runs.ts';
import { hostileService, type HostileAnswer } from './harness/service.ts';
import { workflow, workflowNames, xaiAnswer, xaiNames } from './harness/wire.ts';

const headers = { 'content-type': 'application/json', 'x-request-id': 'req_1' };
const xaiBodies = bodies(xaiAnswer, xaiNames);
const workflowBodies = bodies(workflow, workflowNames);

/** Statuses with which a body comes, among them those that nobody documents. */
const failures = fc.oneof(
  fc.integer({ min: 300, max: 599 }),
  fc.constantFrom(400, 401, 403, 404, 408, 409, 429, 500, 503),
);

function ok(body: string, status = 200): HostileAnswer {
  return { status, headers, body };
}

describe('xAI', () => {
  it('may answer anything to a request for images', { timeout: testTimeoutMs }, async () => {
    const held = await tryAll(xaiBodies, async body => {
      const service = hostileService(xaiOrigin, [ok(body)]);
      expectPromises(
        await withoutWaiting(() => outcomeOf(() => grokModel(service).doGenerate(call))),
        service.sent,
      );
    });
    expect(held).toBe(numRuns);
  });

  it('may answer anything about a deferred job', { timeout: testTimeoutMs }, async () => {
    const held = await tryAll(
      fc.tuple(xaiBodies, xaiBodies, fc.constantFrom(200, 202, 204)),
      async ([first, second, status]) => {
        const answers = [ok('{"request_id":"job_1"}'), ok(first, status), ok(second)];
        const service = hostileService(xaiOrigin, answers);
        const options = { ...call, providerOptions: { xai: { deferred: true } } };
        expectPromises(
          await withoutWaiting(() => outcomeOf(() => grokModel(service).doGenerate(options))),
          service.sent,
        );
      },
    );
    expect(held).toBe(numRuns);
  });

  it('may refuse in any words', { timeout: testTimeoutMs }, async () => {
    const held = await tryAll(
      fc.tuple(failures, bodies({ code: 'x', error: 'No.' }, xaiNames)),
      async ([status, body]) => {
        const service = hostileService(xaiOrigin, [ok(body, status)]);
        expectPromises(
          await withoutWaiting(() => outcomeOf(() => grokModel(service).doGenerate(call))),
          service.sent,
        );
      },
    );
    expect(held).toBe(numRuns);
  });

  it('may answer each part of a split call differently', { timeout: testTimeoutMs }, async () => {
    const held = await tryAll(
      fc.array(fc.tuple(fc.oneof(failures, fc.constant(200)), xaiBodies), { minLength: 3, maxLength: 3 }),
      async parts => {
        const answers = parts.map(([status, body]) => ok(body, status));
        const service = hostileService(xaiOrigin, answers);
        const outcome = await withoutWaiting(() =>
          outcomeOf(() => grokModel(service).doGenerate({ ...call, n: 21 })),
        );
        expectPromises(outcome, service.sent);
      },
    );
    expect(held).toBe(numRuns);
  });
});

describe('Civitai', () => {
  it('may answer anything to a submit', { timeout: testTimeoutMs }, async () => {
    const held = await tryAll(workflowBodies, async body => {
      const service = hostileService(civitaiOrigin, [ok(body)]);
      expectPromises(
        await withoutWaiting(() => outcomeOf(() => civitaiModel(service).doGenerate(call))),
        service.sent,
      );
    });
    expect(held).toBe(numRuns);
  });

  it('may answer anything about a running workflow', { timeout: testTimeoutMs }, async () => {
    const held = await tryAll(
      fc.tuple(workflowBodies, fc.oneof(fc.constant(200), failures)),
      async ([body, status]) => {
        const answers = [ok('{"id":"wf_1","status":"processing"}'), ok(body, status), ok(body)];
        const service = hostileService(civitaiOrigin, answers);
        expectPromises(
          await withoutWaiting(() => outcomeOf(() => civitaiModel(service).doGenerate(call))),
          service.sent,
        );
      },
    );
    expect(held).toBe(numRuns);
  });

  it('may refuse in any words', { timeout: testTimeoutMs }, async () => {
    const problem = { title: 'Bad', status: 400, detail: 'No.', errors: { messages: ['Not enough Buzz'] } };
    const held = await tryAll(fc.tuple(failures, bodies(problem, workflowNames)), async ([status, body]) => {
      const service = hostileService(civitaiOrigin, [ok(body, status)]);
      expectPromises(
        await withoutWaiting(() => outcomeOf(() => civitaiModel(service).doGenerate(call))),
        service.sent,
      );
    });
    expect(held).toBe(numRuns);
  });
});
