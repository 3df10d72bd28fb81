import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds that keeps people out, as sentences. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // By the debugger, as the policy of the page lets no script in.
  const session = await page.context().newCDPSession(page);
  const run = `${axe.source}; axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help, nodes }) =>
      id + ': ' + help + ' (' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ') + ')'))`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: run,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  if (exceptionDetails) throw new TypeError(`axe failed: ${exceptionDetails.text}`);
  const faults: unknown = result.value;
  if (!Array.isArray(faults)) throw new TypeError('axe has found neither faults nor none.');
  return faults.map(String);
}
