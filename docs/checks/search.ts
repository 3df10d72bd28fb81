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
  for (const [words, link] of Object.entries(wanted)) {
    await page.fill('#localsearch-input', words);
    const isThere = page
      .locator(`.VPLocalSearchBox .results > li:nth-child(-n + ${seen}) a.result[href*="/${link}.html"]`)
      .or(page.locator(`.VPLocalSearchBox .results > li:nth-child(-n + ${seen}) a.result[href*="/${link}#"]`))
      .or(page.locator(`.VPLocalSearchBox .results > li:nth-child(-n + ${seen}) a.result[href$="/${link}"]`));
    try {
      await isThere.first().waitFor({ timeout: 10_000 });
    } catch {
      const found = await page
        .locator('.VPLocalSearchBox a.result')
        .evaluateAll(results => results.slice(0, 5).map(result => result.getAttribute('href')));
      problems.push(`a search for ${words} does not find ${link}, but ${found.join(', ')}`);
    }
  }
  return problems;
}
