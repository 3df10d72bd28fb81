export type { BackendName, ReceivedRequest, Role } from './world/request.ts';
export type { CivitaiControls, CivitaiWorkflow } from './civitai/controls.ts';
export type { CivitaiBalances, CivitaiOptions, CivitaiPriceName } from './options/civitai.ts';
export type { CivitaiCallback } from './civitai/state.ts';
export {
  type Access,
  createEmulator,
  type Emulator,
  type RunningEmulator,
  startEmulator,
  type StartOptions,
} from './emulator.ts';
export { EmulatorStartError } from './doors/errors.ts';
export { EmulatorArgumentError } from './options/argument.ts';
export type {
  BatchErrorShape,
  Effects,
  Fault,
  FaultFilter,
  Malformation,
  ModerationShape,
  ReasonPlace,
  ScriptedFault,
  StepFault,
} from './faults/faults.ts';
export type { LedgerEntry } from './world/ledger.ts';
export type { BatchOptions, EmulatorOptions, RateLimit } from './options/options.ts';
export {
  imageGenInputs,
  type PublishedInput,
  type PublishedInputs,
  type PublishedSchema,
} from './civitai/published/published-inputs.ts';
