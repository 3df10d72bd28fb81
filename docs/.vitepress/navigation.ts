/** A page of the site: its name in the navigation, its path, and what it is about. */
export interface Page {
  readonly text: string;
  readonly link: string;
  readonly about: string;
}

interface Section {
  readonly text: string;
  readonly items: readonly Page[];
}

/** All pages but those that are generated. */
export const sections: readonly Section[] = [
  {
    text: 'Begin',
    items: [
      page('Start', '/start', 'install, first picture, the entry of each AI SDK major'),
      page('Models and prices', '/models', 'ids, prices, limits, estimates before anything is paid'),
      page('Edits', '/edits', 'source images, in every major; files that are sent once'),
      page(
        'Recipes',
        '/recipes',
        'small apps: Hono, Express, Next.js, edge, chat, upload, browser, tests, S3, Redis',
      ),
    ],
  },
  {
    text: 'Services',
    items: [
      page('xAI', '/xai', 'options, metadata, jobs, batches, settings'),
      page('Gateways', '/gateways', 'Crazyrouter, agtcloud, and any other by a profile'),
      page('Civitai', '/civitai', 'workflows, options, cost in Buzz, webhooks'),
      page('Models of Civitai', '/civitai-models', 'every engine: ids, limits, options'),
    ],
  },
  {
    text: 'Operate',
    items: [
      page('Bulk', '/bulk', 'many images on one machine or many, resumed, never paid twice'),
      page('Command line', '/cli', '`grok-image`: generate, bulk, estimate, from a shell'),
      page('Playground', '/playground', 'a page to try prompts, compare and see costs'),
      page('Production', '/production', 'pay once, cache, limit, budget, keep, fall back, trace'),
      page('Errors', '/errors', 'each error: when, what it says of money, what to do'),
      page('Troubleshooting', '/troubleshooting', 'by the text that you see'),
      page('Security', '/security', 'what is promised of keys, hosts and downloads'),
    ],
  },
  {
    text: 'Develop',
    items: [
      page('Emulator', '/emulator', 'the services as a local server, with faults and a ledger'),
      page('Write a provider', '/backends', 'the contract of a backend, and what the core does for it'),
      page('Versions', '/versions', 'what it runs with, and what a release may change'),
      page('Runtimes', '/runtimes', 'Node.js, Bun, Deno, workerd, browsers: what each lacks'),
      page('Measured', '/bench/bench', 'CPU, memory, bundle and rate limit, beside others'),
    ],
  },
  {
    text: 'Move',
    items: [
      page('From @ai-sdk/xai', '/migrate-from-ai-sdk-xai', 'one changed import, and what then differs'),
      page(
        'From @ai-sdk/openai',
        '/migrate-from-ai-sdk-openai',
        'images of xAI through the provider for OpenAI',
      ),
      page('From the OpenAI SDK', '/migrate-from-openai', 'the client of OpenAI at the address of xAI'),
    ],
  },
];

function page(text: string, link: string, about: string): Page {
  return { text, link, about };
}
