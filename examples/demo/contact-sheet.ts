import { html } from 'hono/html';
import { costOf, sizeOf } from './amounts.ts';
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
  /* Each figure is as wide as its shape asks for, and all grow until their row is full. */
  section {
    display: flex;
    flex-wrap: wrap;
    gap: 1.5rem;
  }
  figure {
    flex: var(--shape) 1 calc(var(--shape) * 14rem);
    margin: 0;
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
  code {
    white-space: nowrap;
  }
  small {
    display: block;
    opacity: 0.75;
  }
</style>`;

interface Entry {
  readonly file: string;
  readonly image: DemoImage;
}

/** The page that shows all images of a run with their prompts, sizes and costs, one section a service. */
export async function contactSheet(entries: readonly Entry[], live: boolean): Promise<string> {
  const services = [...new Set(entries.map(({ image }) => image.service))];
  const sections = services.map(service => {
    const own = entries.filter(({ image }) => image.service === service);
    return html`<h2>${service}</h2>
      <p>${own.length} images, ${costOf(own.map(({ image }) => image))}</p>
      <section>${own.map(toFigure)}</section>`;
  });
  const made = live
    ? `Made by ${services.join(' and ')}.`
    : html`These are placeholders, painted by the emulator on this machine: no service was asked, nothing was
        paid. The costs are what the services would ask. With a key,
        <code>npx -y pnpm@12 demo --live</code> makes real images.`;
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
        <p>${made}</p>
        ${sections}
      </body>
    </html>`;
  return `${await page}\n`;
}

function toFigure({ file, image }: Entry) {
  const { width = 1, height = 1, revisedPrompt } = image.metadata ?? {};
  return html`<figure style="--shape: ${(width / height).toFixed(3)}">
    <a href="${file}"><img src="${file}" alt="${image.prompt}" width="${width}" height="${height}" /></a>
    <figcaption>
      ${image.prompt} ${revisedPrompt === undefined ? '' : html`<small>${revisedPrompt}</small>`}
      <small>${[image.job, sizeOf(image), costOf([image])].filter(Boolean).join(', ')}</small>
    </figcaption>
  </figure>`;
}
