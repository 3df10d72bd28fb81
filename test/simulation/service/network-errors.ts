import type { NetworkFault } from '../script/reaction.ts';

/** What `fetch` of Node.js rejects with (undici 7, seen in Node.js 24). */
export function toNetworkError(fault: NetworkFault): TypeError {
  switch (fault) {
    case 'refused':
      return failed('connect ECONNREFUSED 10.0.0.1:443', { code: 'ECONNREFUSED', syscall: 'connect' });
    case 'host not found':
      return failed('getaddrinfo ENOTFOUND api.x.ai', { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
    case 'no route while connecting':
      return failed('connect EHOSTUNREACH 10.0.0.1:443', { code: 'EHOSTUNREACH', syscall: 'connect' });
    case 'route lost while reading':
      return failed('read EHOSTUNREACH', { code: 'EHOSTUNREACH', syscall: 'read' });
    case 'proxy says 407':
      return failed('Proxy response (407) !== 200 when HTTP Tunneling', { code: 'UND_ERR_ABORTED' });
    case 'reset':
      return failed('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' });
    case 'socket closed':
      return failed('other side closed', { code: 'UND_ERR_SOCKET' });
    default:
      return fault satisfies never;
  }
}

/** What a body rejects with when its connection breaks. */
export function cutOffError(): TypeError {
  return new TypeError('terminated', {
    cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
  });
}

function failed(message: string, details: object): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), details) });
}
