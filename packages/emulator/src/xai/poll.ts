import type { Exchange } from '../world/backend.ts';
import { authenticate } from './account.ts';
import { Refusal } from './errors.ts';
import { moderationMessage } from './moderation.ts';
import { renderAnswer } from './render.ts';
import type { Service } from './service.ts';

/** What a pending job answers: clients must take any 202 as pending, whatever its body. */
export async function poll(service: Service, exchange: Exchange, id: string): Promise<Response> {
  const { apiKey } = authenticate(exchange.request.headers['authorization'], service.profile);
  const job = service.jobs.find(apiKey, id);
  if (job === undefined) throw new Refusal(404, { error: 'Unknown request id or the result has expired.' });
  if (service.world.now() < job.readyAt) {
    job.polls += 1;
    return pending(id, job.polls);
  }
  const result = await job.finish();
  switch (result.status) {
    case 'scripted':
      return Response.json({ request_id: id, status: result.value });
    case 'failed': {
      const error = { code: result.code, message: moderationMessage };
      return Response.json({ request_id: id, status: 'failed', error, usage: result.usage });
    }
    case 'done': {
      const answer = await renderAnswer(service.profile, result.made, exchange.site, 'url');
      return Response.json({ request_id: id, status: 'done', ...answer });
    }
    default:
      return result satisfies never;
  }
}

/** The three bodies that were seen, in turn. */
function pending(id: string, polls: number): Response {
  if (polls % 3 === 1) return Response.json({ request_id: id, status: 'pending' }, { status: 202 });
  return new Response(polls % 3 === 2 ? null : 'pending', { status: 202 });
}
