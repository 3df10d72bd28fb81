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
    'both make one request and turn the same base64 into bytes; what ours does besides are a time limit, which `fetch` is told of by a signal, moderation, taking the key out of what came back, media type and size in pixels, cost and metadata of each image. Without `fetch` a call of ours takes 120 µs and one of the peer 40 µs, and no function of it more than 5 % of that (`--cpu-prof`).',
  ],
  [
    'f',
    'an empty package costs 4.6 ms of CPU, `@ai-sdk/xai` 27 ms and ours 19 ms (the least of 15 runs each). Of ours, 6 ms are to compile what it has, 5 ms to find and link its files and 3 ms to run them; minified and in one file it would be 14 ms. Less is possible only with code that is loaded when it is needed, which decision 0012 is against: what is needed after a payment is there from the start.',
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
    'what the stack adds is spread over all its layers: by leaving one out after the other, the budget takes 0.15 ms, the cache 0.10, the limit 0.07 and tracing 0.03, on a busy machine. No function of it takes more than 3 % in a profile. With Redis it was not profiled.',
  ],
  [
    'm',
    'beside the libraries that `ai` loads as well, the command loads its flags, the journal, the middleware and a provider, and Node.js loads `fetch` with the first request.',
  ],
]);
