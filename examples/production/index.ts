// A bad day through the whole stack and through the bare model, against the emulator: what the stack saves.
import { createCivitai } from '@grok-image/civitai';
import { startEmulator } from '@grok-image/emulator';
import { production, wrap, type ProductionEvent } from '@grok-image/middleware';
import { folderBlobs } from '@grok-image/middleware/folder';
import { createGrok } from '@grok-image/xai';
import { printDay } from './day.ts';
const emulator = await startEmulator({ pictures: 'plain' });
const events: ProductionEvent[] = [];
const stack = production({
  cache: true,
  budget: { usd: 0.5, per: 'day', usdPerBuzz: 0.001 },
  bucket: folderBlobs('out/production'),
  limit: { perSecond: 5 },
  fallback: [createCivitai(emulator.civitai).image('grok-imagine-image')],
  onEvent: event => events.push(event),
});
const grok = createGrok(emulator.xai).image('grok-imagine-image');
await printDay({ bare: grok, stacked: wrap(grok, stack), emulator, events });
await emulator.close();
