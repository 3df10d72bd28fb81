import { wholeNumber, type OptionReader } from '@grok-image/core';

/** Accepts a lifetime of a file or of a public address, in seconds (docs.x.ai, files guide, 2026). */
export const lifetimeOption: OptionReader<number> = wholeNumber(3600, 2_592_000, 'whole seconds');
