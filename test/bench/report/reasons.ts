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
    'both make one request and turn the same base64 into bytes; what ours does besides are a time limit, which `fetch` is told of by a signal, moderation, taking the key out of what came back, media type and size in pixels, cost and metadata of each image. A profile of both has 64 µs in some hundred functions of ours of 1 to 4 µs each, 14 µs in those of the peer, and 16 µs more of garbage collection for ours; leaving out the signal, `no-store` or the reading of the body in parts makes no difference that can be told (`--cpu-prof`).',
  ],
  [
    'f',
    'most of what ours costs is to compile what it has, and to find and link its files; minified code compiles no faster, and hardly a schema is made at load. Less is possible only with code that is loaded when it is needed, which decision 0012 is against: what is needed after a payment is there from the start.',
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
    'something else takes the processor: where little else ran, it was 0.21 ms in memory and 0.85 ms in Redis.',
  ],
  [
    'm',
    'beside the libraries that `ai` loads as well, the command loads its flags, the journal, the middleware and a provider, and Node.js loads `fetch` with the first request.',
  ],
]);
