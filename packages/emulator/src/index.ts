export type { ReceivedRequest, Role } from './backend.ts';
export type { BackendName } from './backends.ts';
export type { CivitaiControls, CivitaiWorkflow } from './civitai/controls.ts';
export type { CivitaiBalances, CivitaiOptions, CivitaiPriceName } from './civitai/options.ts';
export type { CivitaiCallback } from './civitai/state.ts';
export type { ReasonPlace, StepFault } from './civitai/step-fault.ts';
export {
  type Access,
  createEmulator,
  type Emulator,
  type RunningEmulator,
  startEmulator,
  type StartOptions,
} from './emulator.ts';
export { EmulatorStartError } from './errors.ts';
export type {
  BatchErrorShape,
  Effects,
  Fault,
  FaultFilter,
  Malformation,
  ModerationShape,
  ScriptedFault,
} from './faults.ts';
export type { LedgerEntry } from './ledger.ts';
export type { EmulatorOptions, RateLimit } from './options.ts';
export type { BatchOptions } from './xai/batch/options.ts';
