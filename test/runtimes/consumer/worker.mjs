// The calls while a worker answers one request. Usage: GET /?origin=<origin of the host>
import { smoke } from './smoke.mjs';
import { control } from './tools.mjs';

export const worker = {
  async fetch(request) {
    const origin = new URL(request.url).searchParams.get('origin');
    await control(origin, 'report', await smoke(origin));
    return new Response('reported');
  },
};
