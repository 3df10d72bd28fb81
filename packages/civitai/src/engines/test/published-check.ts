import { imageGenInputs } from '@grok-image/emulator';
import { Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({
  strict: false,
  formats: {
    int32: { type: 'number', validate: (value: number) => Math.abs(value) <= 2_147_483_647 },
    int64: { type: 'number', validate: Number.isSafeInteger },
    double: true,
  },
});

const validators = new Map(
  imageGenInputs.variants.map(({ name, schema }) => [
    name,
    ajv.compile({ ...schema, $defs: imageGenInputs.definitions }),
  ]),
);

/** What the published schema of one kind of input finds wrong; empty for an input that fits. */
export function publishedFindings(name: string, input: unknown): string[] {
  const validate = validators.get(name);
  if (validate === undefined) return [`there is no ${name}`];
  return validate(input) ? [] : [ajv.errorsText(validate.errors)];
}

/** The published kinds of input that an input fits. */
export function publishedKindsOf(input: unknown): string[] {
  return [...validators].flatMap(([name, validate]) => (validate(input) ? [name] : []));
}
