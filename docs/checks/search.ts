import type { Page } from 'playwright-core';

/** What readers look for, and the page that has it. */
const wanted: Readonly<Record<string, string>> = {
  bulk: 'bulk',
  'command line': 'cli',
  playground: 'playground',
  emulator: 'emulator',
  seedream: 'civitai-models',
  'rate limit': 'production',
  route: 'recipes',
  price: 'models',
  TS1479: 'troubleshooting',
  'only supports models that implement specification version': 'troubleshooting',
  'Must use import to load ES Module': 'troubleshooting',
  'engine node is incompatible with this module': 'troubleshooting',
  ImageDownloadError: 'errors',
  'refused it by its content policy': 'errors',
  'may have been carried out and billed': 'errors',
};

/** Among so many of the first results a reader finds a page. */
const seen = 5;

/** Types what readers look for into the search of an open page, and leaves its dialogue open. @returns what is not found */
export async function search(page: Page): Promise<string[]> {
  const problems: string[] = [];
  await page.click('.VPNavBarSearch button');
  const field = page.locator('#localsearch-input');
  const results = page.locator('.VPLocalSearchBox .results > li');
  const first = page.locator(`.VPLocalSearchBox .results > li:nth-child(-n + ${seen}) a.result`);
  for (const [words, link] of Object.entries(wanted)) {
    // What the search before has found stays until there is something else.
    await field.fill('');
    await results.first().waitFor({ state: 'detached' });
    await field.fill(words);
    await results.first().waitFor();
    const found = await first.evaluateAll(links => links.map(result => result.getAttribute('href')));
    if (!found.some(href => href?.includes(`/${link}#`)))
      problems.push(`a search for ${words} does not find ${link}, but ${found.join(', ') || 'nothing'}`);
  }
  return problems;
}
