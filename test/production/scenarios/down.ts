import { createCivitai } from '@grok-image/civitai';
import { production, wrap } from '@grok-image/middleware';
import { createGrok } from '@grok-image/xai';
import { toParams } from '../call.ts';
import type { Row } from '../row.ts';
import { inWorld } from '../world.ts';

const call = { ...toParams('A cat in a tree'), files: undefined, mask: undefined };

/** xAI is down, and Civitai delivers; xAI is back, and serves; an answer is lost, and is not paid twice. */
export async function down(): Promise<readonly Row[]> {
  return inWorld(async world => {
    const emulator = await world.emulator({ rateLimit: false });
    const events: string[] = [];
    const grok = createGrok({ ...emulator.xai, fetch: emulator.fetch }).image('grok-imagine-image');
    const civitai = createCivitai({ ...emulator.civitai, fetch: emulator.fetch }).image('grok-imagine-image');
    const model = wrap(
      grok,
      production({
        fallback: [civitai],
        fallbackOptions: { breaker: { failures: 3, resetMs: 300 } },
        onEvent: ({ type }) => events.push(type),
      }),
    );
    const servedBy = async () => {
      const { providerMetadata } = await model.doGenerate(call);
      return String(providerMetadata['grokImage']?.images[0]?.['servedBy']).split('.')[0];
    };
    const outage = emulator.script({
      backend: 'xai',
      unreachable: 'refused',
      times: Number.POSITIVE_INFINITY,
    });
    const served = [await servedBy(), await servedBy(), await servedBy(), await servedBy()];
    const askedWhileDown = emulator.requests.filter(({ backend }) => backend === 'xai').length;
    outage.cancel();
    await new Promise(resolve => {
      setTimeout(resolve, 400);
    });
    const back = await servedBy();
    const switches = events.filter(type => type === 'opened' || type === 'closed').join(', ');

    emulator.reset();
    emulator.script({ backend: 'xai', reset: 'after' });
    const lost = await model.doGenerate(call).then(
      () => 'a picture',
      (error: Error) =>
        /may have been carried out and billed/.test(error.message) ? 'unknown, said' : error.message,
    );
    const next = await servedBy();
    const bills = emulator.ledger.map(({ backend }) => backend).join(', ');
    return [
      {
        what: 'xAI refuses connections, 4 calls',
        wanted: 'civitai x 4; xai asked 3 times',
        measured: `${served.join(', ')}; xai asked ${askedWhileDown} times`,
        isMet: served.every(by => by === 'civitai') && askedWhileDown === 3,
      },
      {
        what: 'xAI is back',
        wanted: 'xai; opened, closed',
        measured: `${back}; ${switches}`,
        isMet: back === 'xai' && switches === 'opened, closed',
      },
      {
        what: 'an answer of xAI is lost, and the next call',
        wanted: 'unknown, said; civitai; bills xai, civitai',
        measured: `${lost}; ${next}; bills ${bills}`,
        isMet: lost === 'unknown, said' && next === 'civitai' && bills === 'xai, civitai',
      },
    ];
  });
}
