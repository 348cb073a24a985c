import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { operations } from './operations.ts';

const document = openApiDocument();
const text = JSON.stringify(document);

it('describes every route and no other', async () => {
  const files = await readdir(import.meta.dirname, { recursive: true });
  const routes: string[] = [];
  for (const file of files.filter((name) => path.basename(name) === 'route.ts')) {
    const source = await readFile(path.join(import.meta.dirname, file), 'utf8');
    const place = `/${path.dirname(file)}`.replace(/\[(\w+)\]/g, '{$1}');
    for (const [, method = ''] of source.matchAll(/export (?:const |\{ )(GET|POST|PUT|DELETE)\b/g))
      routes.push(`${method.toLowerCase()} ${place}`);
  }
  expect(operations.map((operation) => `${operation.method} ${operation.path}`).sort()).toEqual(routes.sort());
});

it('names every operation once', () => {
  const ids = operations.map(({ id }) => id);
  expect([...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id).sort()).toEqual([...new Set(ids)].sort());
});

it('holds every schema that it names', () => {
  const { schemas } = document.components as { schemas: Record<string, unknown> };
  const named = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target);
  expect(named.length).toBeGreaterThan(10);
  for (const target of named) expect(Object.keys(schemas)).toContain(target.replace('#/components/schemas/', ''));
});

it('says types, limits and defaults of parameters as the routes check them', () => {
  const { paths } = document as { paths: Record<string, Record<string, { parameters: unknown[] }>> };
  expect(paths['/runs/{runId}/rows']?.get?.parameters).toEqual(
    expect.arrayContaining([
      { name: 'runId', in: 'path', required: true, schema: { type: 'string' } },
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: expect.objectContaining({ type: 'integer', maximum: 1000, default: 200 }),
      },
    ]),
  );
});
