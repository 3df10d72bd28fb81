import { describeLedger } from '../test/describe-ledger.ts';
import { describeSlots } from '../test/describe-slots.ts';
import { memoryLedger, memorySlots } from './index.ts';

describeSlots('memory', async () => {
  const slots = memorySlots();
  return [slots, slots];
});

describeLedger('memory', async () => {
  const ledger = memoryLedger();
  return [ledger, ledger];
});
