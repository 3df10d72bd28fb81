import { randomId } from './random-id.ts';

/** One part of a form: a text, or a file. */
export type FormPart =
  | { readonly name: string; readonly value: string }
  | {
      readonly name: string;
      readonly data: Uint8Array;
      readonly filename: string;
      readonly mediaType: string;
    };

/** A form as it goes over the wire. */
export interface EncodedForm {
  /** For `content-type`. */
  readonly type: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/**
 * Writes a form as bytes (RFC 7578). The class `FormData` is known to the `fetch` that it came with only: another copy of
 * undici sends it as the text `[object FormData]`.
 */
export function encodeForm(parts: readonly FormPart[]): EncodedForm {
  const boundary = `grok-image-${randomId()}`;
  const pieces = parts.flatMap(part => {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escape(part.name)}"`;
    return 'value' in part
      ? [toBytes(`${head}\r\n\r\n${part.value}\r\n`)]
      : [
          toBytes(
            `${head}; filename="${escape(part.filename)}"\r\nContent-Type: ${oneLine(part.mediaType)}\r\n\r\n`,
          ),
          part.data,
          toBytes('\r\n'),
        ];
  });
  pieces.push(toBytes(`--${boundary}--\r\n`));
  const content = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    content.set(piece, at);
    at += piece.byteLength;
  }
  return { type: `multipart/form-data; boundary=${boundary}`, content };
}

/** What an error shows of a form. */
export function describeForm(parts: readonly FormPart[]): Record<string, string> {
  return Object.fromEntries(
    parts.map(part => [part.name, 'value' in part ? part.value : `${part.data.byteLength} bytes`]),
  );
}

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** As browsers write names (WHATWG, multipart/form-data encoding algorithm). */
function escape(name: string): string {
  return name.replace(/[\r\n"]/g, encodeURIComponent);
}

function oneLine(words: string): string {
  return words.replace(/[\r\n]/g, ' ');
}
