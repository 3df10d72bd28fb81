/** Why a target is missed, what was tried, and what the limit is, by the letter of the benchmark. Shown only where it is missed. */
export const reasons: ReadonlyMap<string, string> = new Map([
  [
    'a',
    'more than 90 % of the time is spent in `fetch`, in sockets and in garbage collection (`--cpu-prof`), and 4 % in our own code, so what other processes do to the sockets decides.',
  ],
  [
    'b',
    'bare fetch looks at nothing. A profile gives 4 % to our own code and 8 % to joining the parts of a body, which bare fetch does in native code. Bodies are read straight into memory of their announced size now, which saves memory but no CPU.',
  ],
  [
    'c',
    'turning bytes into base64 is done by AI SDK and costs us what it spares `@ai-sdk/xai`, which has base64 already; the limit is the download itself.',
  ],
  [
    'd',
    'reading into memory of the announced size took a sixth off the peak; the rest are the images themselves (256 MB), Node.js, and what `fetch` holds until the next garbage collection.',
  ],
  [
    'e',
    'by address, one image is two requests on the wire, and `@ai-sdk/xai` makes one: bare fetch of both is the limit. With the image inside the answer the work on the wire is the same, and `generateImage` and `fetch`, which both sides share, are most of it. Our own code is 15 % of a call by address (`--cpu-prof`), no function of it above 3 %; what else deadlines, checks and metadata cause inside Node.js was not taken apart further.',
  ],
  [
    'f',
    'tried: one file for each entry instead of one for each source file, which took half of it. Left are 16 files, of which `image-dimensions` is eight (2 ms) and `zod/v4-mini` one (1 ms), compiling our code (3 ms) and making the schemas. Less would be possible only by loading the provider with its first call, which moves the time and does not save it; and code that is loaded later breaks bundles in one file (zod is then started too late).',
  ],
  [
    'g',
    'making images takes 17.6 KB; files, batches, the catalogue, estimates and deferred jobs are the other 9 KB and hang on the provider, so that no bundler can leave them out. Tried: loading the rare parts later, which breaks bundles in one file and cannot be done where it matters most, after a payment; an own `orElse` in place of `z.catch`, which took 3 KB of Zod out of the whole.',
  ],
  [
    'h',
    'the windows of the limiter are 3.5 % longer than the documented ones, because requests that open a connection arrive later than others; a busy machine adds to that.',
  ],
  ['i', 'the answer of the long poll arrives at once; the rest is the event loop of a busy machine.'],
  ['j', 'a call holds its options, its deadline and what AI SDK holds for it.'],
  ['k', 'garbage collection grows with what is alive.'],
]);
