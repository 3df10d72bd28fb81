import { startEmulator } from '@grok-image/emulator';
import { reportFigures } from './report.ts';

/** The emulator with its documented limits, as a process of its own. */
const emulator = await startEmulator({ port: 0 });
reportFigures({ port: Number(new URL(emulator.url).port) });
process.once('disconnect', () => process.exit(0));
