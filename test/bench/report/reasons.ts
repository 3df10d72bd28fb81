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
    'both make one request and turn the same base64 into bytes; what ours does besides are limits of time and size, moderation, media type and size in pixels, cost and metadata of each image. No function of it takes more than 2 % of a call (`--cpu-prof`).',
  ],
  [
    'f',
    '`ai` has loaded Zod and what providers share already; no schema of ours is built before a call needs it. What is left is to find, to read and to compile five files of our own, 7 ms of CPU for the last of these, where `@ai-sdk/xai` has one.',
  ],
  [
    'g',
    '`ai` has brought Zod and what providers share already; the rest is our own code. What is needed after a payment is in it from the start.',
  ],
  [
    'h',
    'the windows of the limiter are 3.5 % longer than the documented ones, because requests that open a connection arrive later than others; a busy machine adds to that.',
  ],
  ['i', 'the answer of the long poll arrives at once; the rest is the event loop of a busy machine.'],
  ['j', 'a call holds its options, its deadline and what AI SDK holds for it.'],
  ['k', 'garbage collection grows with what is alive.'],
  [
    'l',
    'what the stack adds is spread over all its layers: by leaving one out after the other, the budget takes 0.15 ms, the cache 0.10, the limit 0.07 and tracing 0.03, on a busy machine. No function of it stands out in a profile. With Redis it was not profiled.',
  ],
]);
