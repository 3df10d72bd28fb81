export type { ReceivedRequest, Role } from './world/request.ts';
export type { BackendName } from './world/request.ts';
export type { CivitaiControls, CivitaiWorkflow } from './civitai/controls.ts';
export type { CivitaiBalances, CivitaiOptions, CivitaiPriceName } from './options/civitai.ts';
export type { CivitaiCallback } from './civitai/state.ts';
export type { ReasonPlace, StepFault } from './faults/faults.ts';
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
  ScriptedFault,
} from './faults/faults.ts';
export type { LedgerEntry } from './world/ledger.ts';
export type { EmulatorOptions, RateLimit } from './options/options.ts';
export type { BatchOptions } from './options/options.ts';
export { imageGenInputs } from './civitai/published/image-gen.ts';
export type {
  PublishedInput,
  PublishedInputs,
  PublishedSchema,
} from './civitai/published/published-inputs.ts';
