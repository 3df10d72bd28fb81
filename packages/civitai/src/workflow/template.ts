import type { JsonValue } from '@grok-image/core';

/** A value that stands elsewhere in the workflow (developer.civitai.com, 2026-08). */
export interface Reference {
  /** Name of a step, or `$arguments`. */
  $ref: string;
  path: string;
}

/** What the engine `grok` is given; the discriminators stand first, as the service's own samples have them. */
export interface GrokInput {
  engine: 'grok';
  version: string;
  operation: 'createImage' | 'editImage';
  prompt: string | Reference;
  images?: (string | Reference)[] | undefined;
  aspectRatio?: string | undefined;
  resolution?: string | undefined;
  quality?: string | undefined;
  quantity: number;
  outputFormat?: string | undefined;
  imageMetadata?: string | undefined;
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
  | ({ $type: 'imageGen'; input: GrokInput } & StepSettings)
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
