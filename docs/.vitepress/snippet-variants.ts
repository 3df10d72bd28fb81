import type { MarkdownOptions } from 'vitepress';
import { codeFor, majors, type Major } from './majors.ts';

type Markdown = Parameters<NonNullable<MarkdownOptions['config']>>[0];

/** Shows each piece of TypeScript once for each major of the AI SDK in which it differs; the switch of the page picks one. */
export function snippetVariants(markdown: Markdown): void {
  const { fence } = markdown.renderer.rules;
  if (fence === undefined) throw new TypeError('Failed to show snippets: there is no rule for them.');
  markdown.renderer.rules['fence'] = (
    tokens,
    index,
    options,
    environment: { isSearched?: boolean },
    self,
  ) => {
    const token = tokens[index];
    if (token === undefined) return '';
    const { content, info } = token;
    const render = (code: string): string => {
      token.content = code;
      const html = fence(tokens, index, options, environment, self);
      token.content = content;
      return html;
    };
    if (!/^ts\b/.test(info)) return render(content);
    const variants = new Map<string | undefined, Major[]>();
    for (const major of environment.isSearched ? [majors[0]] : majors) {
      const code = codeFor(major, content, info);
      variants.set(code, [...(variants.get(code) ?? []), major]);
    }
    if (variants.size === 1) return render(content);
    return [...variants]
      .map(([code, shown]) => {
        const html = code === undefined ? absence(shown) : render(code);
        return `<div class="${['major', ...shown.map(major => `major-${major}`)].join(' ')}">${html}</div>`;
      })
      .join('');
  };
}

function absence(shown: readonly Major[]): string {
  return `<p class="absent">This code is for other majors than AI SDK ${shown.toReversed().join(' and ')}.</p>`;
}
