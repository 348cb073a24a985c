import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveReferences } from './references.ts';

/** Stands in for secretmanager.googleapis.com: the one call that is made, with the answers of its REST reference. */
let server: Server;
let endpoint: string;
const asked: string[] = [];
const kept: Readonly<Record<string, string>> = {
  'projects/p/secrets/shop/versions/latest': 'newest',
  'projects/p/secrets/shop/versions/3': 'third\n',
};
const refusals: Readonly<Record<string, readonly [status: number, name: string]>> = {
  'projects/p/secrets/closed/versions/latest': [403, 'PERMISSION_DENIED'],
  'projects/p/secrets/destroyed/versions/1': [400, 'FAILED_PRECONDITION'],
};

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = /^\/v1\/(.+):access/.exec(decodeURIComponent(request.url ?? ''))?.[1] ?? '';
    asked.push(name);
    const value = kept[name];
    const [status, reason] = value === undefined ? (refusals[name] ?? [404, 'NOT_FOUND']) : [200, 'OK'];
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        value === undefined
          ? { error: { code: status, message: `canary of ${name}`, status: reason } }
          : { name, payload: { data: Buffer.from(value).toString('base64') } },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const resolve = (target: string, at = endpoint) =>
  resolveReferences(`gcp-secret-manager:${target}`, {
    env: { JOINERY_GCP_SECRET_MANAGER_ENDPOINT: at },
    baseDir: '/',
  });

describe('gcp-secret-manager:', () => {
  it('gives the latest version, or the one that is named, as it is', async () => {
    expect((await resolve('projects/p/secrets/shop')).value).toBe('newest');
    expect((await resolve('projects/p/secrets/shop/versions/3')).value).toBe('third\n');
    expect(asked).toEqual(['projects/p/secrets/shop/versions/latest', 'projects/p/secrets/shop/versions/3']);
  });

  it.each([
    ['projects/p/secrets/none', 'there is no such secret'],
    ['projects/p/secrets/closed', 'may not read it'],
    ['projects/p/secrets/destroyed/versions/1', 'disabled or destroyed'],
    ['shop', 'is not the name of a secret'],
  ])('%s: %s', async (target, reason) => {
    const thrown: unknown = await resolve(target).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'secret_unavailable', message: expect.stringContaining(reason) });
    expect(String((thrown as Error).message)).not.toContain('canary');
  });

  it('says that nobody answers', async () => {
    const thrown: unknown = await resolve('projects/p/secrets/shop', 'http://127.0.0.1:1').catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ code: 'secret_unavailable', message: expect.stringContaining('cannot be reached') });
  });
});
