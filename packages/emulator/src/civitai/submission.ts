import { type StepType, stepTypes } from './facts.ts';
import { type Currency, currencies, type NsfwLevel, nsfwLevels, priorities, type Priority } from './facts.ts';
import { type UpgradeMode, upgradeModes } from './facts.ts';
import { flagOf, type JsonObject, listOf, objectOf, textOf, wordOf } from './json.ts';
import { findReferences } from './reference.ts';

export interface Callback {
  readonly url: string;
  readonly type: readonly string[];
  readonly detailed?: boolean;
}

export interface StepTemplate {
  readonly type: StepType;
  readonly name: string;
  readonly priority: Priority;
  readonly timeout: string | undefined;
  readonly retries: number | undefined;
  readonly metadata: JsonObject;
  readonly input: JsonObject;
  /** Names of the steps that it takes values from. */
  readonly dependencies: readonly string[];
}

/** A submission that was found valid, with defaults filled in. */
export interface Submission {
  readonly steps: readonly StepTemplate[];
  readonly currencies: readonly Currency[];
  readonly metadata: JsonObject;
  readonly tags: readonly string[];
  readonly callbacks: readonly Callback[];
  readonly tips: { readonly civitai: number; readonly creators: number };
  readonly arguments: JsonObject;
  readonly nsfwLevel: NsfwLevel | undefined;
  readonly experimental: boolean | undefined;
  readonly allowMatureContent: boolean | undefined;
  readonly ephemeral: boolean;
  readonly upgradeMode: UpgradeMode;
  readonly externalId: string | undefined;
}

/** Reads a body that has passed the rules. */
export function readSubmission(body: JsonObject): Submission {
  const tips = objectOf(body['tips']);
  return {
    steps: listOf(body['steps']).map((step, index) => readStep(objectOf(step), index)),
    currencies: listOf(body['currencies']).flatMap(word => wordOf(currencies, word) ?? []),
    metadata: objectOf(body['metadata']),
    tags: readTags(body['tags']),
    callbacks: listOf(body['callbacks']).map(callback => readCallback(objectOf(callback))),
    tips: { civitai: Number(tips['civitai'] ?? 0), creators: Number(tips['creators'] ?? 0) },
    arguments: objectOf(body['arguments']),
    nsfwLevel: wordOf(nsfwLevels, body['nsfwLevel']),
    experimental: flagOf(body['experimental']),
    allowMatureContent: flagOf(body['allowMatureContent']),
    ephemeral: body['ephemeral'] === true,
    upgradeMode: wordOf(upgradeModes, body['upgradeMode']) ?? 'manual',
    externalId: textOf(body['externalId']),
  };
}

export function readTags(value: unknown): readonly string[] {
  return listOf(value).flatMap(tag => textOf(tag) ?? []);
}

function readStep(step: JsonObject, index: number): StepTemplate {
  const { name, retries, input } = step;
  return {
    type: wordOf(stepTypes, step['$type']) ?? 'imageGen',
    // Answers of the live service show `$0`, and references to unnamed steps use it; the guides show `0`.
    name: textOf(name) ?? `$${index}`,
    priority: wordOf(priorities, step['priority']) ?? 'normal',
    timeout: textOf(step['timeout']),
    retries: typeof retries === 'number' ? retries : undefined,
    metadata: objectOf(step['metadata']),
    input: objectOf(input),
    dependencies: findReferences(input, '')
      .map(reference => reference.$ref)
      .filter(source => source !== '$arguments'),
  };
}

function readCallback({ url, type, detailed }: JsonObject): Callback {
  return {
    url: textOf(url) ?? '',
    type: listOf(type).flatMap(word => textOf(word) ?? []),
    ...(typeof detailed === 'boolean' ? { detailed } : {}),
  };
}
