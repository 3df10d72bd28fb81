import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What of a page is looked at: all of it, or the colours alone, as nothing else changes with the light. */
export type Scope = 'all' | 'colours';

/** What axe finds that keeps people out, as sentences. */
export async function seriousFaults(page: Page, scope: Scope = 'all'): Promise<string[]> {
  // By the debugger, as the policy of the page lets no script in.
  const session = await page.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new TypeError(`axe failed: ${exceptionDetails.text}`);
    return result.value;
  };
  if ((await evaluate('typeof axe')) === 'undefined') await evaluate(`${axe.source}; undefined`);
  const options = { resultTypes: ['violations'], ...(scope === 'colours' && { runOnly: 'color-contrast' }) };
  const faults = await evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, help, nodes }) =>
      id + ': ' + help + ' (' + nodes.map(({ html }) => html.slice(0, 200)).join(' | ') + ')'))`);
  await session.detach();
  if (!Array.isArray(faults)) throw new TypeError('axe has found neither faults nor none.');
  return faults.map(String);
}
