import { isBytes } from '../messages/bytes.ts';
import { excerpt } from '../messages/excerpt.ts';

/** Longest part of an answer that is kept on an error, in characters. */
const longestShown = 4096;

/** Longest text within it. */
const longestText = 500;

/** Deeper than any answer; hostile ones have more levels than a stack. */
const deepest = 20;

/** An answer as an error keeps it: at most 4 KB, with images replaced by their length. */
export interface ShownAnswer {
  /** What was parsed, `undefined` where it was no JSON. */
  readonly data: unknown;
  readonly text: string;
}

/** Cuts an answer to what an error may keep of it. */
export function toShownAnswer(text: string, json: unknown): ShownAnswer {
  if (json === undefined) return { data: undefined, text: excerpt(text, longestShown) };
  const room = { left: longestShown, isCut: false };
  const data = shorten(json, room, 0);
  const shown = room.isCut ? (JSON.stringify(data) ?? '') : text;
  return { data, text: excerpt(shown, longestShown) };
}

function shorten(value: unknown, room: { left: number; isCut: boolean }, depth: number): unknown {
  if (typeof value === 'string') {
    const shown = withoutImage(value);
    const short = excerpt(shown, longestText);
    room.isCut ||= short !== value;
    room.left -= short.length;
    return short;
  }
  if (typeof value !== 'object' || value === null) {
    room.left -= 8;
    return value;
  }
  const entries: [string, unknown][] = [];
  for (const [name, entry] of Object.entries(value)) {
    if (room.left <= 0 || depth > deepest) {
      room.isCut = true;
      break;
    }
    room.left -= name.length + 4;
    entries.push([name, shorten(entry, room, depth + 1)]);
  }
  return Array.isArray(value) ? entries.map(([, entry]) => entry) : Object.fromEntries(entries);
}

/**
 * A copy of a request body as an error shows it, so that errors stay small and safe to log: inline images are named by
 * their length, and addresses go without their query, where signatures and secrets stand.
 */
export function toShownRequest(value: unknown): unknown {
  if (typeof value === 'string') {
    const [address] = /^https?:\/\/[^\s?#]*(?=[?#]\S*$)/i.exec(value) ?? [];
    return address === undefined ? withoutImage(value) : `${address}?[left out]`;
  }
  if (isBytes(value)) return `${value.byteLength} bytes`;
  if (Array.isArray(value)) return value.map(toShownRequest);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, toShownRequest(entry)]));
}

/** Base64 without a data URL is told by its length and its letters. */
function withoutImage(text: string): string {
  const [prefix] = /^data:[^,]{0,100};base64,/i.exec(text) ?? [];
  if (prefix !== undefined) return `${prefix} ${text.length} characters`;
  const isBase64 = text.length > longestText && /^[A-Za-z0-9+/_-]{200}/.test(text);
  return isBase64 ? `${text.length} characters` : text;
}
