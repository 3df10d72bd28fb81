import { requestJson } from '@grok-image/core';
import { UnsupportedFunctionalityError } from '@ai-sdk/provider';
import type { XaiGatewayProfile } from '../gateways/profile.ts';
import type { XaiProviderSettings } from '../service/settings.ts';
import { toTransport, type XaiCallOptions } from '../service/transport.ts';
import type { XaiCatalogueModel } from './model.ts';
import { readCatalogue } from './read.ts';

/** Asks a service for its models; see `XaiExtras`. */
export async function listModels(
  profile: XaiGatewayProfile,
  settings: XaiProviderSettings,
  options: XaiCallOptions,
): Promise<XaiCatalogueModel[]> {
  const { name, catalogue } = profile;
  if (catalogue === undefined) {
    throw new UnsupportedFunctionalityError({
      functionality: 'models',
      message: `Failed to list the models of ${name}: it has no list. See its website for the ids. Nothing was sent.`,
    });
  }
  const transport = toTransport(profile, settings, options);
  const { value } = await requestJson({
    ...transport,
    kind: 'read',
    method: 'GET',
    url: transport.baseURL + catalogue,
    action: `list the models of ${name}`,
    advice: 'Listing costs nothing and can be repeated.',
    parse: readCatalogue,
  });
  return value;
}
