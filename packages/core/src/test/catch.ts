/** The error that a promise rejects with or a function throws. */
export async function errorOf(failing: Promise<unknown> | (() => unknown)): Promise<Error> {
  let value: unknown;
  try {
    value = await (typeof failing === 'function' ? failing() : failing);
  } catch (error) {
    if (error instanceof Error) return error;
    throw new TypeError(`It threw ${String(error)}, which is no Error`, { cause: error });
  }
  throw new TypeError(`It did not fail but gave ${String(value)}`);
}
