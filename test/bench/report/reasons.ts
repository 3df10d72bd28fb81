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
    'by address, one image is two requests on the wire, and `@ai-sdk/xai` makes one: bare fetch of both alone does not reach the target. With the image inside the answer, `generateImage` with nothing but bare fetch in its model just reaches it, so that 1.2x leaves no time for a provider at all. Tried: reading answers and options without Zod, a deadline without a race of promises, headers joined once, no events that nobody hears. What is left of our own code is a sixth of a call (`--cpu-prof`), no function of it above 2 %, and half of what is allocated beside `fetch` (`HeapProfiler`): limits of time and size, moderation, media type and size in pixels, cost and metadata of each image. Leaving out a deadline, the check of addresses or the limit of size changes less than the runs differ.',
  ],
  [
    'f',
    'tried: no Zod (a sixth), `image-dimensions` and `leven` inside the build of the core (a sixth), files, batches and the catalogue on demand, comments only in the declarations, one file for what the entries share (a tenth). Left are three files. Finding and reading them takes 1 ms, as any file takes 0.4 ms and each package it names some more, compiling 105 KB of source 1.6 ms, and running it 0.6 ms. Minified, it would be 0.31x in time, and every stack trace of a user without source maps unreadable.',
  ],
  [
    'g',
    'tried: no Zod (8 of 39 KB of the whole), files, batches, the catalogue and estimates on demand (a third of our own). What makes images is loaded at once: code that is needed after a payment must be there. 3 KB of it are the sentences of errors and warnings; without all of them it would still be over 15 KB.',
  ],
  [
    'h',
    'the windows of the limiter are 3.5 % longer than the documented ones, because requests that open a connection arrive later than others; a busy machine adds to that.',
  ],
  ['i', 'the answer of the long poll arrives at once; the rest is the event loop of a busy machine.'],
  ['j', 'a call holds its options, its deadline and what AI SDK holds for it.'],
  ['k', 'garbage collection grows with what is alive.'],
]);
