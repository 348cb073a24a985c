/** Under which names a server is reached, and from where it is asked. */
import type { IncomingMessage } from 'node:http';
import type { AuthConfig } from '../config/config.ts';

export interface PublicNames {
  /** What people open: the public URL, else the address that the server listens on. */
  readonly origin: string;
  readonly otherOrigins: readonly string[];
  /** `Host` headers that are answered. */
  readonly hosts: ReadonlySet<string>;
  /** People come by https. */
  readonly isSecure: boolean;
}

const anyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::', '[::]']);

export function namesOf(host: string, port: number, auth: AuthConfig | undefined): PublicNames {
  const shown = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const local = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  const listening = anyAddress.has(host) ? [] : [`${shown}:${port}`];
  const own = `http://${listening[0] ?? local[0]}`;
  const publicUrl = auth?.mode === 'team' ? auth.publicUrl : undefined;
  const publicHosts = publicUrl === undefined ? [] : [new URL(publicUrl).host];
  const configured = auth?.mode === 'team' ? auth.hosts : [];
  const hosts = new Set([...local, ...listening, ...publicHosts, ...configured]);
  const origin = publicUrl ?? own;
  const otherOrigins = [...hosts].flatMap((name) => [`http://${name}`, `https://${name}`]);
  return { origin, otherOrigins, hosts, isSecure: origin.startsWith('https:') };
}

/** Behind a proxy the last entry of `X-Forwarded-For` is the one that the proxy wrote. */
export function addressOf(request: IncomingMessage, trustsProxy: boolean): string {
  const forwarded = request.headers['x-forwarded-for'];
  const last = trustsProxy
    ? String(forwarded ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : undefined;
  const address = last === undefined || last === '' ? (request.socket.remoteAddress ?? '') : last;
  return address.replace(/^::ffff:/, '');
}
