import { addressSchema, numberSchema, textSchema, wholeNumberSchema } from '@grok-image/core';
import { lazy } from '@grok-image/core/internal';
import * as z from 'zod/v4';
import { resolutions, type XaiModelRules } from './models.ts';
import type { XaiModelPrices, XaiPriceTable } from './prices.ts';
import { gatewayApis, gatewayOptions, responseFormats, type XaiGatewayProfile } from './profile.ts';

/** A schema for each field of a type, so that none is forgotten. */
type FieldsOf<T> = { readonly [NAME in keyof T]-?: z.ZodType<T[NAME]> };

const flagSchema = lazy(() => z.boolean().optional());
const mostImagesSchema = lazy(() => wholeNumberSchema(1).optional());

const rulesSchema = lazy(() =>
  z.strictObject({
    maxImagesPerRequest: mostImagesSchema(),
    ratios: z.array(textSchema()).optional(),
    resolutions: z.array(z.enum(resolutions)).optional(),
    hasQuality: flagSchema(),
    servedQuality: z.literal('low').optional(),
    isShapeUnverified: flagSchema(),
    billsAsked: flagSchema(),
    deprecated: textSchema().optional(),
    retired: textSchema().optional(),
  } satisfies FieldsOf<XaiModelRules>),
);

const usdSchema = lazy(() => numberSchema(0, 'USD').optional());
const tiersSchema = lazy(() =>
  z.strictObject({ '1k': usdSchema(), '1.5k': usdSchema(), '2k': usdSchema() }).optional(),
);

const pricesSchema = lazy(() =>
  z.strictObject({
    outputUsd: z.strictObject({
      flat: tiersSchema(),
      low: tiersSchema(),
      medium: tiersSchema(),
      high: tiersSchema(),
      auto: tiersSchema(),
    } satisfies FieldsOf<XaiModelPrices['outputUsd']>),
    inputUsd: usdSchema(),
  } satisfies FieldsOf<XaiModelPrices>),
);

const tableSchema = lazy(() =>
  z.strictObject({
    asOf: textSchema(),
    models: z.record(z.string(), pricesSchema()),
  } satisfies FieldsOf<XaiPriceTable>),
);

const originWords = "an origin, e.g. 'http://minio.internal:9000'";

/** Further origins of images. */
export const originsSchema: () => z.ZodType<readonly string[] | undefined> = lazy(() =>
  z.array(addressSchema(['http:', 'https:'], originWords), 'a list of origins').optional(),
);

/** The schema of a gateway's profile: what is misspelt in it would change in silence what is sent or what it costs. */
export const profileSchema: () => z.ZodType<XaiGatewayProfile> = lazy(() =>
  z.strictObject({
    name: textSchema(),
    baseURL: textSchema(),
    baseURLVariable: textSchema().optional(),
    apiKeyVariables: z.array(textSchema()).min(1),
    maxImagesPerRequest: mostImagesSchema(),
    maxSources: wholeNumberSchema(0).optional(),
    advice: textSchema().optional(),
    offers: z.array(z.enum(gatewayOptions)).optional(),
    apis: z.array(z.enum(gatewayApis)).optional(),
    hasUser: flagSchema(),
    responseFormats: z.array(z.enum(responseFormats)).min(1).optional(),
    models: z.record(z.string(), rulesSchema()).optional(),
    otherModels: rulesSchema().optional(),
    prices: tableSchema().optional(),
    imageOrigins: originsSchema(),
    catalogue: z.enum(['/image-generation-models', '/models']).optional(),
  } satisfies FieldsOf<XaiGatewayProfile>),
);
