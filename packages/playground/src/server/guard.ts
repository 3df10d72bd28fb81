import type { MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { createHash, timingSafeEqual } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import { isLoopback } from '../settings/settings.ts';

/** Who may talk to the playground. */
export interface Guard {
  /** Of the address that is printed, and of the cookie that takes its place. */
  readonly token: string;
  /** Where it listens. */
  readonly host: string;
  readonly port: number;
}

/**
 * Lets in who has the token, from pages of this very server only:
 * - `Host` has to be an address of this machine: a name that somebody bends to it (DNS rebinding) is none;
 * - `Origin` has to be this server wherever a browser sends one, and has to be there for whatever changes something;
 * - the token has to be in the cookie, or for the first page in the address, which is then taken out of it.
 */
export function guard({ token, host, port }: Guard): MiddlewareHandler {
  const hosts = hostsOf(host, port);
  const cookie = `grok-image-${port}`;
  return async (context, next) => {
    const { req } = context;
    const asked = req.header('host') ?? '';
    if (!hosts.has(asked)) return context.text('This address is not one of the playground.', 421);
    const origin = req.header('origin');
    const changes = req.method !== 'GET' && req.method !== 'HEAD';
    if (origin === undefined ? changes : origin !== `http://${asked}`) {
      return context.text('Only pages of the playground itself may do that.', 403);
    }
    const site = req.header('sec-fetch-site');
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && (changes || req.path !== '/')) {
      return context.text('Only pages of the playground itself may do that.', 403);
    }
    const given = req.path === '/' ? req.query('token') : undefined;
    if (given !== undefined && isSame(given, token)) {
      setCookie(context, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/' });
      return context.redirect('/', 303);
    }
    if (!isSame(getCookie(context, cookie) ?? '', token)) {
      return context.text(
        'Open the address that the playground printed when it was started: it has the key to it.',
        403,
      );
    }
    return next();
  };
}

/** In a time that tells nothing of how much of it is right. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What `Host` may say. */
function hostsOf(host: string, port: number): ReadonlySet<string> {
  const own = isLoopback(host) ? [] : [host, hostname(), ...addresses()];
  const names = ['127.0.0.1', 'localhost', '[::1]', ...own.map(inBrackets)];
  // Browsers leave the usual port out.
  return new Set(names.flatMap(name => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`])));
}

function addresses(): string[] {
  return Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(({ address }) => address));
}

function inBrackets(address: string): string {
  return address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
}
