import {
  brokenBase64,
  emptyBase64,
  halfBase64,
  htmlBase64,
  mp4Base64,
  oneHtmlBase64,
  svgBase64,
} from './edits.ts';
import { ofBase64, rowsAt } from './expect.ts';
import type { FaultRow } from './row.ts';

const submit = rowsAt('submit', {
  'base64 that is none': { edit: brokenBase64 },
  'base64 of HTML': { edit: htmlBase64 },
  'base64 of SVG': { edit: svgBase64 },
  'base64 of an MP4': { edit: mp4Base64 },
  'base64 of 0 bytes': { edit: emptyBase64 },
  'base64 cut in half': { edit: halfBase64 },
  'one of two is base64 of HTML': { edit: oneHtmlBase64 },
});

/** Images that came inside an answer and are none. */
export const base64Rows: readonly FaultRow[] = [
  submit('base64 that is none', ofBase64([1, 2, 0, 0, 'ImageDownloadError'])),
  submit('base64 of HTML', ofBase64([1, 2, 0, 0, 'ImageDownloadError'])),
  submit('base64 of SVG', ofBase64([1, 2, 0, 0, 'ImageDownloadError'])),
  submit('base64 of an MP4', ofBase64([1, 2, 0, 0, 'ImageDownloadError'])),
  submit('base64 of 0 bytes', ofBase64([1, 2, 0, 0, 'GenerationFailedError'])),
  submit('base64 cut in half', ofBase64([1, 2, 2, 0, 'delivered'])),
  submit('one of two is base64 of HTML', ofBase64([1, 2, 1, 0, 'delivered'])),
];
