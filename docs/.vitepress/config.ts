import { existsSync, readdirSync } from 'node:fs';
import { defineConfig, type DefaultTheme, type UserConfig } from 'vitepress';
import { addresses } from './addresses.ts';
import { sections } from './navigation.ts';
import { accessibleSearch } from './search-dialogue.ts';
import { snippetVariants } from './snippet-variants.ts';
import { writeTextsForModels } from './texts-for-models.ts';

const { site, repository } = addresses;
const base = new URL(site).pathname;

/** Written by `reference.ts`. */
const reference = new URL('../reference/', import.meta.url);

/** Before anything is painted: the major that the reader chose, here or on an earlier page, or by `?ai-sdk=5`. */
const chooseMajor = `(() => {
  const asked = new URLSearchParams(location.search).get('ai-sdk') ?? localStorage.getItem('ai-sdk-major');
  document.documentElement.dataset.aiSdk = ['7', '6', '5', '4'].includes(asked) ? asked : '7';
})();`;

const config: UserConfig<DefaultTheme.Config> = defineConfig({
  title: 'grok-image',
  description:
    'Grok image models for the Vercel AI SDK 4, 5, 6 and 7: through xAI, its gateways and Civitai; nothing is paid twice, and no paid image is lost.',
  base,
  cleanUrls: true,
  outDir: 'dist',
  cacheDir: 'node_modules/.cache',
  srcExclude: ['package.json'],
  sitemap: { hostname: site },
  head: [
    ['link', { rel: 'stylesheet', href: `${base}site.css` }],
    ['script', {}, chooseMajor],
  ],
  transformHead: ({ pageData: { relativePath, isNotFound } }) =>
    isNotFound ? [] : [['link', { rel: 'alternate', type: 'text/markdown', href: `${base}${relativePath}` }]],
  // Its one table needs the room of the outline that it has not.
  transformPageData: ({ relativePath, frontmatter }) =>
    relativePath === 'civitai-models.md' ? { frontmatter: { ...frontmatter, aside: false } } : {},
  markdown: {
    config: snippetVariants,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  buildEnd: writeTextsForModels,
  // The index of the search, a megabyte that is fetched when somebody opens the search, is the one large piece.
  vite: { build: { chunkSizeWarningLimit: 1500 }, plugins: [accessibleSearch] },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Recipes', link: '/recipes' },
      { text: 'Errors', link: '/errors' },
      { text: 'Reference', link: '/reference/' },
    ],
    sidebar: {
      '/reference/': [{ text: 'Reference', items: existsSync(reference) ? entriesOfReference() : [] }],
      '/': [
        ...sections.map(({ text, items }) => ({
          text,
          items: items.map(item => ({ text: item.text, link: item.link })),
        })),
        {
          text: 'Behind it',
          items: [
            { text: 'Reference', link: '/reference/' },
            { text: 'Decisions', link: '/decisions/' },
          ],
        },
      ],
    },
    search: {
      provider: 'local',
      options: {
        // A page that explains stands before the reference of what it explains.
        miniSearch: {
          searchOptions: { boostDocument: page => (String(page).includes('/reference/') ? 0.1 : 1) },
        },
        // Each piece of code once, not once for each major.
        _render: (source, environment, markdown) =>
          markdown.render(source, Object.assign(environment, { isSearched: true })),
      },
    },
    socialLinks: [{ icon: 'github', link: repository }],
    editLink: { pattern: `${repository}/edit/main/docs/:path` },
    outline: [2, 3],
  },
});

function entriesOfReference(): DefaultTheme.SidebarItem[] {
  const files = readdirSync(reference, { recursive: true, encoding: 'utf8' });
  const entries = files.filter(file => file.startsWith('@') && file.endsWith('.md'));
  return entries
    .map(file => file.replace('.md', ''))
    .toSorted()
    .map(entry => ({ text: entry.replace('@grok-image/', ''), link: `/reference/${entry}` }));
}

export default config;
