// The fetch of Next.js 13 and 14 in a server component: it keeps what was answered, and gives it out again, unless a request
// says that it must not (nextjs.org, caching, 2024). Loaded before the program.
const { fetch } = globalThis;
const kept = new Map();

globalThis.fetch = async (input, init = {}) => {
  const { method = 'GET', body, cache } = init;
  const url = input instanceof Request ? input.url : String(input);
  if (cache === 'no-store' || url.includes('/control/')) return fetch(input, init);
  const key = `${method} ${url} ${typeof body === 'string' ? body : ''}`;
  const before = kept.get(key);
  if (before) return before.clone();
  const response = await fetch(input, init);
  if (response.ok) kept.set(key, response.clone());
  return response;
};
