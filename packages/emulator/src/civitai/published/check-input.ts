import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { isReference, type JsonObject } from '../json.ts';
import { findVariant, imageGenInputs, type PublishedInput } from './published-inputs.ts';

/** What is wrong with an input, by the schema that the service publishes. */
export interface InputFinding {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** A field that the schema does not know. */
  readonly surplus?: string | undefined;
}

const whole = (most: number) => (value: number) => Math.abs(value) <= most;

/** Made when an input is checked first. */
let known: Ajv2020 | undefined;

function ajv(): Ajv2020 {
  known ??= new Ajv2020({
    allErrors: true,
    strict: false,
    formats: {
      int32: { type: 'number', validate: whole(2_147_483_647) },
      int64: { type: 'number', validate: whole(Number.MAX_SAFE_INTEGER) },
      double: true,
    },
  });
  return known;
}

const compiled = new Map<string, ValidateFunction>();

function validatorOf({ name, schema }: PublishedInput): ValidateFunction {
  const validate = compiled.get(name) ?? ajv().compile({ ...schema, $defs: imageGenInputs.definitions });
  compiled.set(name, validate);
  return validate;
}

/** Checks the input of an `imageGen` step by the published schema. A reference may stand for any value. */
export function checkInput(input: JsonObject): readonly InputFinding[] {
  const found = findVariant(input);
  if (!('variant' in found)) {
    return [{ path: [found.field], message: `Invalid option: expected one of ${found.accepted.join(', ')}` }];
  }
  const validate = validatorOf(found.variant);
  validate(input);
  return (validate.errors ?? [])
    .filter(({ instancePath }) => !leadsToReference(input, instancePath))
    .map(toFinding);
}

/** Whether a reference stands at a place, or around it. */
function leadsToReference(input: JsonObject, instancePath: string): boolean {
  let value: unknown = input;
  return instancePath
    .split('/')
    .slice(1)
    .some(part => {
      value = Reflect.get(Object(value), toKey(part));
      return isReference(value);
    });
}

function toFinding({ instancePath, keyword, params, message = 'is wrong' }: ErrorObject): InputFinding {
  const path = instancePath.split('/').slice(1).map(toKey);
  if (keyword === 'required')
    return { path: [...path, String(params['missingProperty'])], message: 'is required' };
  const surplus = keyword === 'additionalProperties' ? String(params['additionalProperty']) : undefined;
  if (surplus !== undefined) return { path, message: `Unrecognized key: ${surplus}`, surplus };
  const words: unknown = params['allowedValues'];
  return { path, message: Array.isArray(words) ? `must be one of ${words.join(', ')}` : message };
}

/** A part of a JSON pointer (RFC 6901). */
function toKey(part: string): PropertyKey {
  return /^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~');
}
