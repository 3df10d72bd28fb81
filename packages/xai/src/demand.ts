/**
 * Insists on a field of an answer that nothing can be done without.
 *
 * @throws TypeError naming the field
 * @example
 * const { batch_id: id } = fieldsOf(json);
 * return demand('batch_id', textOf(id));
 */
export function demand<T>(field: string, value: T | undefined): T {
  if (value === undefined) throw new TypeError(`${field} is not as documented`);
  return value;
}
