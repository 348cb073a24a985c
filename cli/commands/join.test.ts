import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type JoinsFixture, startJoins } from '../../server/joins/testing/joins-fixture.ts';

const document = `version: 1
inputs:
  - alias: o
    table: shop.main.orders
    filters: [{ column: total, operator: ">", value: "{{least}}" }]
  - { alias: a, table: crm.main.accounts }
steps:
  - join: left
    keys:
      - left: o.customer_no
        right: { column: a.customer_ref, normalise: [{ strip_prefix: C- }, strip_zeros] }
columns: [o.order_id, { column: a.owner, name: who }]
parameters: [{ name: least, type: decimal, value: 4 }]
`;

let fixture: JoinsFixture;
beforeAll(async () => {
  fixture = await startJoins('', {
    'join.yaml': document,
    'wrong.yaml': document.replace('join: left', 'join: sideways'),
  });
});
afterAll(() => fixture.close());

function joinery(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, '../joinery.mjs'), 'join', ...args], {
    cwd: fixture.folder,
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

it('runs a document, with the values that it remembers or those given', async () => {
  const remembered = await joinery('join.yaml', '--format', 'csv');
  expect(remembered.out.trim().split('\n').sort()).toEqual([
    '1,Ana',
    '2,Ana',
    '3,Ana',
    '4,Bea',
    '4,Ben',
    'order_id,who',
  ]);
  const given = await joinery('join.yaml', '--format', 'csv', '--param', 'least=19.5');
  expect(given.out).toBe('order_id,who\n2,Ana\n');
});

it('prints the SQL and the X-ray without running', async () => {
  expect((await joinery('join.yaml', '--sql')).out).toContain('FROM shop.orders o\nLEFT JOIN crm.accounts a\n');
  const { out } = await joinery('join.yaml', '--xray', '--format', 'json');
  expect(JSON.parse(out)).toMatchObject([{ step: 0, left: { input: 'o' }, right: { input: 'a' }, isDone: true }]);
});

it('tells a mistake with its place, and a parameter that is none', async () => {
  const wrong = await joinery('wrong.yaml');
  expect(wrong.code).toBe(1);
  expect(wrong.err).toMatch(/wrong\.yaml, line 8, column \d+: .*join/);
  expect((await joinery('join.yaml', '--param', 'most=1')).err).toContain('The document has no parameter "most".');
  await writeFile(path.join(fixture.folder, 'gone.yaml'), document.replace('o.customer_no', 'o.vanished'));
  expect((await joinery('gone.yaml')).err).toContain('o has no column "vanished".');
});
