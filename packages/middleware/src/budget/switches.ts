import { invalidArgumentInWords, parseStrict } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { CallsStoppedError } from '../errors/calls-stopped-error.ts';
import { nameOf, type ImageModelLike } from '../stack/model.ts';
import { nameOfTenant } from '../stack/tenant.ts';
import type { ThrownSwitch } from '../stores/ledger.ts';

/** Which calls a switch is for: those of a tenant, or those of a model, or all where neither is given. */
export interface StoppedCalls {
  /** As the option `tenant` gives it. */
  readonly tenant?: string | undefined;
  /** `'provider:modelId'`, e.g. `'xai.image:grok-imagine-image'`; of a fallback, that of its first model. */
  readonly model?: string | undefined;
}

/** What is stopped, and why. */
export interface StopRequest extends StoppedCalls {
  /** Told to whoever calls. Default `'no reason was given'`. */
  readonly reason?: string | undefined;
}

const schema = lazy(() =>
  z.strictObject({
    tenant: z.string().min(1).optional(),
    model: z
      .string()
      .regex(/^[^:]+:./, "'provider:modelId', e.g. 'xai.image:grok-imagine-image'")
      .optional(),
    reason: z.string().min(1).max(500).optional(),
  }),
);

/** How the names of all switches of a namespace begin. */
export function switchPrefix(namespace: string): string {
  return `stop/${namespace}/`;
}

/** The switches that a call is under. */
export async function switchesOf(
  namespace: string,
  tenant: string | undefined,
  model: ImageModelLike,
): Promise<readonly string[]> {
  const prefix = switchPrefix(namespace);
  const own = `${prefix}tenant/${await nameOfTenant(tenant)}`;
  return [`${prefix}all`, own, `${prefix}model/${nameOf(model)}`];
}

/** @throws InvalidArgumentError naming what is none */
export async function readStop(namespace: string, given: StopRequest): Promise<ThrownSwitch> {
  const { tenant, model, reason = 'no reason was given' } = parseStrict(schema(), given, 'stop');
  if (tenant !== undefined && model !== undefined) {
    throw invalidArgumentInWords('stop', 'a tenant and a model', 'one of them, or neither for all calls');
  }
  const prefix = switchPrefix(namespace);
  if (tenant !== undefined) return { name: `${prefix}tenant/${await nameOfTenant(tenant)}`, reason };
  return { name: prefix + (model === undefined ? 'all' : `model/${model}`), reason };
}

/** The error of a call that a switch has stopped. */
export function toStopped({ name, reason }: ThrownSwitch, modelId: string): CallsStoppedError {
  const [, , scope] = name.split('/');
  return new CallsStoppedError({
    scope: scope === 'tenant' || scope === 'model' ? scope : 'all',
    reason,
    modelId,
  });
}
