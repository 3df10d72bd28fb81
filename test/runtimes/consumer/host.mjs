// The emulator with control routes in front of it, on one origin, as a process of its own: what is tried talks to it
// over real HTTP. It also serves a page. Prints its origin. Usage: node host.mjs <script of the page>
import { createReadStream } from 'node:fs';
import { createServer, request as passOn } from 'node:http';
import { startEmulator } from '@grok-image/emulator';

const emulator = await startEmulator({ rateLimit: false });
const closed = await findClosedPort();
let reported = Promise.withResolvers();

const controls = {
  access: origin => ({
    xai: accessTo('xai', origin),
    civitai: accessTo('civitai', origin),
    source: sourceImage,
    closed,
  }),
  books: () => ({
    billed: total('images'),
    delivered: total('delivered'),
    submits: emulator.requests.filter(({ role }) => role === 'submit').length,
    workflows: emulator.civitai.workflows(),
  }),
  script: (_, fault) => void emulator.script(fault),
  report: (_, report) => reported.resolve(report),
  async reported() {
    const report = await reported.promise;
    reported = Promise.withResolvers();
    emulator.reset();
    return report;
  },
};

const sourceImage = await makeSource();
const server = createServer((incoming, outgoing) => {
  void answer(incoming, outgoing).catch(error => {
    outgoing.writeHead(500).end(String(error));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}\n`);
});

async function answer(incoming, outgoing) {
  const { pathname } = new URL(incoming.url, 'http://host');
  const [, first, name] = pathname.split('/');
  if (first === 'control' && Object.hasOwn(controls, name)) {
    const body = (await incoming.toArray()).join('');
    const result = await controls[name](`http://${incoming.headers.host}`, body && JSON.parse(body));
    outgoing.setHeader('content-type', 'application/json').end(JSON.stringify(result ?? null));
  } else if (pathname === '/') {
    outgoing.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>');
  } else if (pathname === '/page.js') {
    createReadStream(process.argv[2]).pipe(outgoing.setHeader('content-type', 'text/javascript'));
  } else {
    forward(incoming, outgoing);
  }
}

/** With the host header of the caller, so that the addresses of images lead here, too. */
function forward(incoming, outgoing) {
  const { method, headers, url } = incoming;
  const onward = passOn(new URL(url, emulator.url), { method, headers }, response => {
    outgoing.writeHead(response.statusCode, response.headers);
    response.pipe(outgoing);
  });
  onward.on('error', () => outgoing.socket?.resetAndDestroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}

function accessTo(backend, origin) {
  const { baseURL, apiKey } = emulator[backend];
  const { pathname } = new URL(baseURL);
  return { baseURL: origin + pathname.replace(/\/$/, ''), apiKey };
}

function total(field) {
  return emulator.ledger.reduce((sum, entry) => sum + entry[field], 0);
}

/** A picture to edit, in base64. */
async function makeSource() {
  const { baseURL, apiKey } = emulator.xai;
  const response = await fetch(`${baseURL}/images/generations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'grok-imagine-image', prompt: 'A source', response_format: 'b64_json' }),
  });
  const { data } = await response.json();
  emulator.reset();
  return data[0].b64_json;
}

/** The origin of a port on which nobody listens any more. */
async function findClosedPort() {
  const probe = createServer();
  await new Promise(resolve => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const { port } = probe.address();
  await new Promise(resolve => {
    probe.close(resolve);
  });
  return `http://127.0.0.1:${port}`;
}
