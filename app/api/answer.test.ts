import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { Cancelled, JoineryError } from '../../server/errors.ts';
import { rememberSecret } from '../../server/secrets/known-secrets.ts';
import { answer, parseBody, parseQuery } from './answer.ts';

const { logged } = vi.hoisted(() => ({ logged: [] as object[] }));
vi.mock('../../server/log.ts', () => ({ createLog: () => ({ error: (fields: object) => logged.push(fields) }) }));
beforeEach(() => {
  logged.length = 0;
});
afterEach(() => {
  vi.restoreAllMocks();
});

const get = (query = ''): Request => new Request(`http://127.0.0.1/api/x${query}`);

it('answers JSON that nobody keeps', async () => {
  const response = await answer(async () => ({ rows: 3 }))(get(), {});
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({ rows: 3 });
});

it('answers nothing with 204 and lets a response of the handler through', async () => {
  expect((await answer(async () => undefined)(get(), {})).status).toBe(204);
  const own = new Response('bytes');
  expect(await answer(() => own)(get(), {})).toBe(own);
});

it('answers an error in the one shape with its status, secrets left out', async () => {
  rememberSecret('canary-9312');
  const response = await answer(() => {
    throw new JoineryError('source_auth_failed', 'shop refused canary-9312.', {
      hint: 'Not canary-9312?',
      connection: 'shop',
    });
  })(get(), {});
  expect(response.status).toBe(502);
  expect(await response.json()).toEqual({
    error: {
      code: 'source_auth_failed',
      class: 'source',
      message: 'shop refused [secret].',
      hint: 'Not [secret]?',
      connection: 'shop',
    },
  });
  expect(logged).toEqual([]);
});

it('says nothing of a fault of ours but the id under which the log has it', async () => {
  const fault = new TypeError('secret internals');
  const response = await answer(() => Promise.reject(fault))(get('?q=private'), {});
  const body = await response.json();
  expect(response.status).toBe(500);
  expect(body.error.code).toBe('internal');
  expect(JSON.stringify(body)).not.toContain('internals');
  const id = /under ([0-9a-f]{8})\./.exec(body.error.hint)?.[1];
  expect(logged).toEqual([{ id, method: 'GET', path: '/api/x', err: fault }]);
});

it('makes no error of a cancel', async () => {
  const response = await answer(() => Promise.reject(new Cancelled()))(get(), {});
  expect(response.status).toBe(499);
  expect(logged).toEqual([]);
});

it('parses the query and the body, or says what is wrong with them', async () => {
  const schema = z.object({ limit: z.coerce.number().int().max(5).default(2) });
  expect(parseQuery(get('?limit=4'), schema)).toEqual({ limit: 4 });
  expect(parseQuery(get(), schema)).toEqual({ limit: 2 });
  expect(() => parseQuery(get('?limit=9'), schema)).toThrow(/^The query of the request .*limit: /);
  const post = (body: string): Request => new Request('http://127.0.0.1/api/x', { method: 'POST', body });
  expect(await parseBody(post('{"limit":1}'), schema)).toEqual({ limit: 1 });
  await expect(parseBody(post('{'), schema)).rejects.toMatchObject({ code: 'bad_request' });
  await expect(parseBody(post('[]'), schema)).rejects.toMatchObject({ code: 'bad_request' });
});
