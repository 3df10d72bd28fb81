import type { UserConfig } from 'vitepress';

type Plugin = NonNullable<NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number]>;

/**
 * What the theme says of its search to those who do not see it, and what is said instead: it is a dialogue with a field and a
 * list of links, and neither a button nor a list of options, within which no link is reached.
 */
const changes: readonly (readonly [said: string, instead: string])[] = [
  ['role="button"', 'role="dialog" aria-modal="true"'],
  [`:aria-owns="results?.length ? 'localsearch-list' : undefined"`, ''],
  ['aria-expanded="true"', ''],
  ['aria-haspopup="listbox"', ''],
  [`:aria-activedescendant="selectedIndex > -1 ? ('localsearch-item-' + selectedIndex) : undefined"`, ''],
  ['aria-autocomplete="both"', ''],
  [`:role="results?.length ? 'listbox' : undefined"`, ''],
  [`:aria-selected="selectedIndex === index ? 'true' : 'false'"`, ''],
  ['role="option"', ''],
  [`:aria-label="[...p.titles, p.title].join(' > ')"`, ''],
  ['<kbd :aria-label=', '<kbd role="img" :aria-label='],
];

/** Changes the roles in the search of the theme, which has no setting for them. */
export const accessibleSearch: Plugin = {
  name: 'accessible-search',
  enforce: 'pre',
  transform(code: string, id: string): string | undefined {
    if (!id.endsWith('/VPLocalSearchBox.vue')) return undefined;
    return changes.reduce((text, [said, instead]) => {
      if (!text.includes(said)) throw new TypeError(`The search of the theme has no ${said} any more.`);
      return text.replaceAll(said, instead);
    }, code);
  },
};
