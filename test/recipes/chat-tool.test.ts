import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { emptyFolder, environment, recipe, services, startApp } from './app.ts';
import path from 'node:path';

const base = { id: 'resp_1', object: 'response', created_at: 1, model: 'grok-4', status: 'completed' };

/** What a language model says at first: it calls the tool. */
const call = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'makePicture',
  arguments: JSON.stringify({ prompt: 'A cat in a tree' }),
  status: 'completed',
};

/** A server that speaks as the Responses API of xAI does: first a call of the tool, then the address that it was told. */
async function languageModel(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(await text(request));
    const url = /http:[^"\\]*\/pictures\/[^"\\]*/.exec(asked.at(-1) ?? '')?.[0];
    const events =
      url === undefined
        ? [
            { type: 'response.output_item.added', output_index: 0, item: call },
            { type: 'response.output_item.done', output_index: 0, item: call },
            { type: 'response.completed', response: { ...base, output: [call] } },
          ]
        : [
            {
              type: 'response.output_text.delta',
              item_id: 'm',
              output_index: 0,
              content_index: 0,
              delta: `![A cat](${url})`,
            },
            { type: 'response.completed', response: { ...base, output: [] } },
          ];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(events.map(event => `data: ${JSON.stringify(event)}\n\n`).join(''));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/v1`, asked };
}

test('a chat tool keeps the picture and tells the model its address, not its bytes', async () => {
  const [emulator, model, folder] = [await services(), await languageModel(), await emptyFolder()];
  const env = { ...environment(emulator), CHAT_BASE_URL: model.url };
  const address = await startApp([path.join(recipe('chat-tool'), 'server.ts')], { cwd: folder, env });

  const answer = await fetch(`${address}/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'Draw me a cat' }),
  });
  const said = await answer.text();
  const url = /!\[A cat\]\((.*)\)/.exec(said)?.[1];
  const picture = await fetch((url ?? '').replace('localhost', '127.0.0.1'));

  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  expect(Buffer.from(await picture.bytes()).toString('hex', 0, 3)).toBe('ffd8ff');
  expect(emulator.ledger).toHaveLength(1);
  expect(model.asked.map(({ length }) => length < 5000)).toEqual([true, true]);
});
