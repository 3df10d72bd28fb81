import type { JsonValue } from '@grok-image/core';

/** A value that stands elsewhere in the workflow (developer.civitai.com, 2026-08). */
export interface Reference {
  /** Name of a step, or `$arguments`. */
  $ref: string;
  path: string;
}

/** A value that an engine is given. */
export type InputValue = JsonValue | Reference | readonly (string | Reference)[] | undefined;

/** What an engine is given; the discriminators stand first, as the service's own samples have them. */
export interface ImageGenInput {
  readonly engine: string;
  readonly prompt: string | Reference;
  /** What one submit writes into its steps to tell them from others. */
  readonly imageMetadata: string | undefined;
  readonly [field: string]: InputValue;
}

/** What every kind of step has. */
interface StepSettings {
  name: string;
  priority?: string | undefined;
  timeout?: string | undefined;
  retries?: number | undefined;
}

/** A step of a workflow. */
export type StepTemplate =
  | ({ $type: 'imageGen'; input: ImageGenInput } & StepSettings)
  | ({ $type: 'promptEnhancement'; input: { ecosystem: string; prompt: string } } & StepSettings);

/** The body of `POST /v2/consumer/workflows`. */
export interface WorkflowTemplate {
  steps: StepTemplate[];
  /** What several steps refer to. */
  arguments?: Record<string, string> | undefined;
  currencies?: string[] | undefined;
  tags?: string[] | undefined;
  metadata?: Record<string, JsonValue> | undefined;
  callbacks?: { url: string; type: string[]; detailed?: boolean | undefined }[] | undefined;
  allowMatureContent?: boolean | undefined;
  upgradeMode?: string | undefined;
  experimental?: boolean | undefined;
  ephemeral?: boolean | undefined;
  externalId?: string | undefined;
}
