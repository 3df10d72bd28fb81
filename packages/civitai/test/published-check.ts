import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({
  strict: false,
  formats: {
    int32: { type: 'number', validate: (value: number) => Math.abs(value) <= 2_147_483_647 },
    int64: { type: 'number', validate: Number.isSafeInteger },
    double: true,
  },
});

/** A kind of input as the service publishes it. */
interface PublishedKind {
  readonly name: string;
  readonly discriminators: Readonly<Record<string, string>>;
  readonly schema: object;
}

/** What the service publishes. */
interface Published {
  readonly variants: readonly PublishedKind[];
  readonly definitions: object;
}

const validators = new Map<string, ValidateFunction>();

/** What the published schema of one kind of input finds wrong; empty for an input that fits. */
export function publishedFindings(
  { name, schema }: PublishedKind,
  { definitions }: Published,
  input: unknown,
): string[] {
  const validate = validators.get(name) ?? ajv.compile({ ...schema, $defs: definitions });
  validators.set(name, validate);
  return validate(input) ? [] : [ajv.errorsText(validate.errors)];
}

/** The published kinds of input that an input fits. */
export function publishedKindsOf(published: Published, input: unknown): string[] {
  return published.variants.flatMap(kind => {
    const isMeant = Object.entries(kind.discriminators).every(
      ([name, value]) => typeof input === 'object' && input !== null && Reflect.get(input, name) === value,
    );
    return isMeant && publishedFindings(kind, published, input).length === 0 ? [kind.name] : [];
  });
}
