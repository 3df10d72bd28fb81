import { imageGenInputs, type PublishedInput } from '@grok-image/emulator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({
  strict: false,
  formats: {
    int32: { type: 'number', validate: (value: number) => Math.abs(value) <= 2_147_483_647 },
    int64: { type: 'number', validate: Number.isSafeInteger },
    double: true,
  },
});

const validators = new Map<string, ValidateFunction>();

function validatorOf({ name, schema }: PublishedInput): ValidateFunction {
  const validate = validators.get(name) ?? ajv.compile({ ...schema, $defs: imageGenInputs.definitions });
  validators.set(name, validate);
  return validate;
}

/** What the published schema of one kind of input finds wrong; empty for an input that fits. */
export function publishedFindings(kind: PublishedInput, input: unknown): string[] {
  const validate = validatorOf(kind);
  return validate(input) ? [] : [ajv.errorsText(validate.errors)];
}

/** The published kinds of input that an input fits. */
export function publishedKindsOf(input: unknown): string[] {
  return imageGenInputs.variants.flatMap(kind => {
    const isMeant = Object.entries(kind.discriminators).every(
      ([name, value]) => typeof input === 'object' && input !== null && Reflect.get(input, name) === value,
    );
    return isMeant && publishedFindings(kind, input).length === 0 ? [kind.name] : [];
  });
}
