import { html } from 'hono/html';
import type { DemoImage } from './jobs.ts';

const style = html`<style>
  :root {
    color-scheme: light dark;
    font:
      15px/1.5 system-ui,
      sans-serif;
  }
  body {
    margin: 2rem auto;
    max-width: 80rem;
    padding: 0 1rem;
  }
  main {
    display: grid;
    gap: 1.5rem;
    grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr));
  }
  figure {
    margin: 0;
  }
  figure.wide {
    grid-column: 1 / -1;
  }
  img {
    border-radius: 0.5rem;
    display: block;
    height: auto;
    width: 100%;
  }
  figcaption {
    margin-top: 0.5rem;
  }
  small {
    display: block;
    opacity: 0.75;
  }
</style>`;

/** The page that shows all images of a run with their prompts, sizes and costs. */
export async function contactSheet(
  images: readonly { readonly file: string; readonly image: DemoImage }[],
  made: string,
): Promise<string> {
  const figures = images.map(({ file, image: { metadata, prompt, job, service } }) => {
    const { width = 0, height = 0, revisedPrompt = '', cost = '' } = metadata ?? {};
    return html`<figure class="${width > height * 1.5 ? 'wide' : ''}">
      <a href="${file}"><img src="${file}" alt="${prompt}" width="${width}" height="${height}" /></a>
      <figcaption>
        ${prompt}
        <small>${revisedPrompt}</small>
        <small>${service}, ${job}, ${width} × ${height} pixels, ${cost}</small>
      </figcaption>
    </figure>`;
  });
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Grok images</title>
        ${style}
      </head>
      <body>
        <h1>Grok images</h1>
        <p>${images.length} images made ${made}.</p>
        <main>${figures}</main>
      </body>
    </html>`;
  return `${await page}\n`;
}
