/**
 * An id as one segment of an address. Ids come from answers, too: half a surrogate pair, which no address can carry,
 * and dots, which would lead to another place, become a sign that no id has, so that the service knows no such id.
 *
 * @example
 * pathSegment('a/b'); // 'a%2Fb'
 */
export function pathSegment(id: string): string {
  const wellFormed = id.replace(/\p{Surrogate}/gu, '\uFFFD');
  return encodeURIComponent(/^\.+$/.test(wellFormed) ? wellFormed.replaceAll('.', '\uFFFD') : wellFormed);
}
