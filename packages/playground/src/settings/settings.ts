import { parseStrict, patternSchema, textSchema, wholeNumberSchema } from '@grok-image/core';
import type { CivitaiProviderSettings } from '@grok-image/civitai';
import type { XaiProviderSettings } from '@grok-image/xai';
import { resolve } from 'node:path';
import * as z from 'zod/v4';

/** Services that are known by name, with their keys from the environment; `'emulator'` plays three of them without a key. */
export const serviceNames = ['xai', 'crazyrouter', 'agtcloud', 'civitai', 'emulator'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** A service by its settings. */
export type ServiceSetting =
  | {
      /** xAI, or a gateway by `settings.gateway`. */
      readonly kind: 'xai';
      /** Letters, digits and dashes; default that of the gateway. */
      readonly name?: string | undefined;
      /** What people call it. */
      readonly title?: string | undefined;
      readonly settings?: XaiProviderSettings | undefined;
    }
  | {
      readonly kind: 'civitai';
      readonly name?: string | undefined;
      readonly title?: string | undefined;
      readonly settings?: CivitaiProviderSettings | undefined;
    };

/** Settings of `startPlayground`; all are optional. */
export interface PlaygroundSettings {
  /** Where it listens, 0 for a free port. Default 4180, or a free one where that is taken. */
  readonly port?: number | undefined;
  /** The address it listens on, default `127.0.0.1`. With any other, whoever is in the network can reach it. */
  readonly host?: string | undefined;
  /** Where pictures and records are kept, default `grok-image-playground` in the current folder. */
  readonly folder?: string | undefined;
  /** Services to choose from, default those whose key is in the environment. */
  readonly services?: readonly (ServiceName | ServiceSetting)[] | undefined;
  /** Whether the page is opened in the default browser, default `true`. */
  readonly openPage?: boolean | undefined;
  /** Hears in a sentence of what is no reason to stop, default `console.warn`. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
}

const named = {
  name: patternSchema(/^[a-z0-9-]{1,40}$/, '1 to 40 small letters, digits and dashes').optional(),
  title: textSchema(60).optional(),
};

/** Checked by the provider that they are for. */
const settingsOf = <SETTINGS>() =>
  z
    .custom<SETTINGS>(value => typeof value === 'object' && value !== null, 'an object of settings')
    .optional();

const serviceSchema: z.ZodType<ServiceName | ServiceSetting> = z.union(
  [
    z.enum(serviceNames),
    z.strictObject({ kind: z.literal('xai'), ...named, settings: settingsOf<XaiProviderSettings>() }),
    z.strictObject({ kind: z.literal('civitai'), ...named, settings: settingsOf<CivitaiProviderSettings>() }),
  ],
  `${serviceNames.join(', ')}, or an object of kind, name, title and settings`,
);

/** The settings with defaults. */
export interface ReadSettings extends Omit<PlaygroundSettings, 'host' | 'folder' | 'openPage' | 'onWarning'> {
  readonly host: string;
  readonly folder: string;
  readonly openPage: boolean;
  readonly onWarning: (sentence: string) => void;
}

const schema = z.strictObject({
  port: wholeNumberSchema(0, 65_535).optional(),
  host: textSchema(255).default('127.0.0.1'),
  folder: textSchema().default('grok-image-playground'),
  services: z
    .array(serviceSchema, 'a list of services')
    .min(1, 'a list of services that is not empty')
    .optional(),
  openPage: z.boolean().default(true),
  onWarning: z
    .custom<(sentence: string) => void>(value => typeof value === 'function', 'a function')
    .default(() => (sentence: string) => console.warn(sentence)),
});

/** @throws InvalidArgumentError naming the setting */
export function readSettings(given: PlaygroundSettings): ReadSettings {
  const settings = parseStrict(schema, given, '');
  return { ...settings, folder: resolve(settings.folder) };
}

const loopback = ['127.0.0.1', 'localhost', '::1', '[::1]'];

/** Whether an address is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return loopback.includes(host);
}
