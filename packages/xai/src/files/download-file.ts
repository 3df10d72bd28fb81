import { DownloadError, fetchUntrustedUrl } from '@ai-sdk/provider-utils';
import { pathOf } from '../service/send.ts';
import type { XaiTransport } from '../service/transport.ts';

/**
 * Opens a file of any kind as a stream, once: a stream that breaks off cannot be taken up again. The key goes to the
 * service's own origin only.
 *
 * @throws DownloadError, or the abort reason
 */
export async function downloadFile(transport: XaiTransport, id: string): Promise<Response> {
  const { baseURL, headers, fetch, abortSignal, service } = transport;
  const url = baseURL + pathOf('files', id, '/content');
  const failed = (reason: string, details: { statusCode?: number; cause?: unknown }) =>
    new DownloadError({ url, message: `Failed to download the file ${id}: ${reason}`, ...details });
  let response: Response;
  try {
    response = await fetchUntrustedUrl({
      url,
      headers,
      trustedOrigin: baseURL,
      ...(fetch && { fetch }),
      ...(abortSignal && { abortSignal }),
    });
  } catch (error) {
    abortSignal?.throwIfAborted();
    throw failed(`${service} could not be reached. Try again; reading changes nothing.`, { cause: error });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  const { status: statusCode } = response;
  const advice =
    statusCode === 429 || statusCode >= 500
      ? 'Try again; reading changes nothing.'
      : 'A file is known to the account that made it only, until it expires: check its id and the key.';
  throw failed(`${service} answered HTTP ${statusCode}. ${advice}`, { statusCode });
}
