/** Shorter keys are found by chance, e.g. in the base64 of an image, which must not be changed. */
const shortestKey = 16;

/** What a service repeated of a key it was given, taken out of the values of headers. */
export function secretsRemoved(
  values: Record<string, string>,
  sent: Readonly<Record<string, string>>,
): Record<string, string> {
  const secret = secretIn(sent);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, without(value, secret)]));
}

/** A service may echo the key it was given; no error may carry it. */
export function secretRemoved(text: string, sent: Readonly<Record<string, string>>): string {
  return without(text, secretIn(sent));
}

/**
 * Parses an answer without the key that the service may repeat in it, as reasons and rewritten prompts reach errors and
 * metadata. Addresses are left as they are: a paid image may be had by the key in its address only.
 *
 * @throws SyntaxError when it is no JSON
 */
export function parseWithoutSecret(text: string, sent: Readonly<Record<string, string>>): unknown {
  const secret = secretIn(sent);
  if (secret === undefined || secret.length < shortestKey || !text.includes(secret)) return JSON.parse(text);
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && !/^https?:/i.test(value) ? without(value, secret) : value,
  );
}

function without(text: string, secret: string | undefined): string {
  return secret === undefined ? text : text.replaceAll(secret, '[key]');
}

function secretIn(sent: Readonly<Record<string, string>>): string | undefined {
  return sent['authorization']?.replace(/^Bearer\s+/i, '') || undefined;
}
