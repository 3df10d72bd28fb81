/** The replacement character, by its number: written out, it makes V8 keep the source of the whole build in two bytes a character. */
const noSign = String.fromCodePoint(0xfffd);

/**
 * An id as one segment of an address. Ids come from answers, too: half a surrogate pair, which no address can carry,
 * and dots, which would lead to another place, become a sign that no id has, so that the service knows no such id.
 *
 * @example
 * pathSegment('a/b'); // 'a%2Fb'
 */
export function pathSegment(id: string): string {
  const wellFormed = id.replace(/\p{Surrogate}/gu, noSign);
  return encodeURIComponent(/^\.+$/.test(wellFormed) ? wellFormed.replaceAll('.', noSign) : wellFormed);
}
