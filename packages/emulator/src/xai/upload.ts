import { invalidArgument, Refusal } from './errors.ts';
import type { NewFile } from './files.ts';
import { checkLifetime } from './validate.ts';

/** Of one file (docs.x.ai, files guide, 2026). */
const maxBytes = 50 * 1024 * 1024;

/** Reads an upload. What says how long it lives must precede the file, which the real service streams as it arrives. */
export async function readUpload(request: Request, apiKey: string): Promise<NewFile> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    throw new Refusal(415, 'Expected request with `Content-Type: multipart/form-data`');
  }
  const form = await readForm(request);
  const names = [...form.keys()];
  const file = form.get('file');
  if (!(file instanceof File)) throw invalidArgument('The multipart field `file` is required.');
  if (names.slice(names.indexOf('file')).some(name => name.startsWith('expires_after'))) {
    throw invalidArgument('The multipart field `expires_after` must precede `file`.');
  }
  if (file.size > maxBytes) throw new Refusal(413, 'length limit exceeded');
  const bytes = new Uint8Array(await file.arrayBuffer());
  return {
    apiKey,
    filename: file.name,
    purpose: String(form.get('purpose') ?? ''),
    type: file.type,
    read: () => Promise.resolve(bytes),
    expiresAfter: readExpiry(form),
  };
}

async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch (error) {
    if (error instanceof TypeError) throw invalidArgument(`Invalid multipart body: ${error.message}`);
    throw error;
  }
}

/** Seconds: `expires_after`, or OpenAI's pair of an anchor and seconds. */
function readExpiry(form: FormData): number | undefined {
  const anchor = form.get('expires_after[anchor]');
  if (anchor !== null && anchor !== 'created_at') {
    throw invalidArgument('`expires_after[anchor]` must be `created_at`.');
  }
  const expiry = form.get('expires_after') ?? form.get('expires_after[seconds]');
  const seconds = expiry === null ? undefined : Number(expiry);
  checkLifetime(seconds, 'expires_after');
  return seconds;
}
