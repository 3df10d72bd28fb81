export { memoryLedger } from './memory-ledger.ts';
export { memorySlots } from './memory-slots.ts';
