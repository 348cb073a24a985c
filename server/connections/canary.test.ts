/** A canary is planted in every secret of every driver; then everything that leaves the server is searched for it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { drivers } from '../connectors/registry.ts';
import { redactKnown } from '../secrets/known-secrets.ts';
import { optionAt } from '../secrets/option-paths.ts';
import { REDACTED } from '../secrets/redact.ts';
import { describeOptions, typesOf } from './describe-driver.ts';
import { openTestWorkbench, type TestWorkbench } from './testing/open-test-workbench.ts';

const never = new AbortController().signal;
const withSecrets = Object.values(drivers).filter((driver) => driver.secretOptions.length > 0);
const canaryOf = (driver: string, option: string): string => `canary-${driver}-${option}-q7Zx`;
const canaries = withSecrets.flatMap((driver) => driver.secretOptions.map((option) => canaryOf(driver.name, option)));
const forms = canaries.flatMap((canary) => [
  canary,
  Buffer.from(canary).toString('base64'),
  encodeURIComponent(canary),
]);

let opened: TestWorkbench;
/** What went out, by where. */
const out: [where: string, text: string][] = [];
const record = (where: string, value: unknown): void => {
  out.push([where, typeof value === 'string' ? value : JSON.stringify(value)]);
};

beforeAll(async () => {
  opened = await openTestWorkbench();
});
afterAll(() => opened.close());

/** Options that satisfy the schema as far as their names tell, and lead nowhere: a closed port of this machine. */
function optionsFor(name: string): Record<string, unknown> {
  const driver = drivers[name];
  if (driver === undefined) throw new Error(`no driver ${name}`);
  const options: Record<string, unknown> = {};
  for (const { field, node } of describeOptions(driver)) {
    const kinds = typesOf(node);
    if (driver.secretOptions.includes(field.name)) {
      const canary = canaryOf(name, field.name);
      options[field.name] = kinds.includes('string') ? canary : JSON.stringify({ private_key: canary });
    } else if (/host$/i.test(field.name)) options[field.name] = '127.0.0.1';
    else if (/port$/i.test(field.name)) options[field.name] = 1;
    else if (/endpoint|url/i.test(field.name)) options[field.name] = 'http://127.0.0.1:1';
    else if (/timeout/i.test(field.name)) options[field.name] = 2000;
    else if (field.isRequired) options[field.name] = field.choices?.[0] ?? 'anything';
  }
  return options;
}

it('there is a canary for every secret of every driver', () => {
  expect(withSecrets.map(({ name }) => name)).toEqual(expect.arrayContaining(['mysql', 'postgres']));
  expect(new Set(canaries).size).toBe(canaries.length);
});

it.each(withSecrets.map(({ name }) => name))(
  '%s: no answer, error, log line, run or file holds one',
  async (driver) => {
    const { connections, catalog, runs, history } = opened.workbench;
    const id = `leak_${driver}`;
    const request = { id, driver, options: optionsFor(driver) };
    record('test', await connections.test(request, never));
    const saved: unknown = await connections.save(request).catch((thrown: unknown) => thrown);
    // A driver whose options exclude each other refuses them all at once: then one secret after the other.
    const secrets = drivers[driver]?.secretOptions ?? [];
    if (saved instanceof Error) {
      record('refusal', [saved.message, Reflect.get(saved, 'hint')]);
      for (const option of secrets) {
        const others = secrets.filter((other) => other !== option);
        const options = Object.fromEntries(Object.entries(request.options).filter(([name]) => !others.includes(name)));
        const one = { id: `${id}_${option}`.toLowerCase(), driver, options };
        record('save', await connections.save(one).catch((thrown: Error) => thrown.message));
        record('test', await connections.test(one, never));
      }
    } else record('save', saved);
    record('list', await connections.list());
    await catalog.refresh();
    record('catalog', catalog.connections());
    for (const { summary } of await connections.list()) {
      record('run', await opened.run('SELECT 1', summary.id));
      record('run', await opened.run(`SELECT * FROM ${summary.id}.t`));
      record('schemas', await catalog.schemas(summary.id).catch((thrown: Error) => thrown.message));
      const kept = (await connections.list()).find((one) => one.summary.id === summary.id);
      if (kept === undefined) throw new Error('gone');
      // Edited without its secrets, and with one that is refused for its form.
      record('edit', await connections.save({ ...kept.summary, options: kept.options, version: kept.version }));
      for (const option of drivers[kept.summary.driver]?.secretOptions ?? []) {
        const wrong = { ...kept.options, [option]: { not: canaryOf(kept.summary.driver, option) } };
        const thrown: unknown = await connections
          .save({ ...kept.summary, options: wrong, version: kept.version + 1 })
          .catch((error: unknown) => error);
        if (thrown instanceof Error) record('refused edit', [redactKnown(thrown.message), Reflect.get(thrown, 'hint')]);
      }
    }
    record('history', await history.runs({ limit: 100 }));
    record('drivers', connections.drivers());
    record(
      'explain',
      await runs
        .explain({ text: `SELECT * FROM ${id}.t`, target: 'federated', rowLimit: 1, pushdown: 'safe' }, never)
        .catch((thrown: Error) => thrown.message),
    );
    const found = out.filter(([, text]) => forms.some((form) => text.includes(form)));
    expect(found).toEqual([]);
  },
  180_000,
);

it('what was handed to the log, before the log itself takes secrets out, holds none either', () => {
  expect(opened.lines.length).toBeGreaterThan(0);
  expect(opened.lines.filter((line) => forms.some((form) => line.includes(form)))).toEqual([]);
});

it('what the process remembers as secret is taken out of any text', () => {
  for (const canary of canaries) expect(redactKnown(`before ${canary} after`)).toBe(`before ${REDACTED} after`);
});

it('nothing on disk holds one, apart from being sealed', async () => {
  const files = (await readdir(opened.folder, { recursive: true, withFileTypes: true })).filter((one) => one.isFile());
  expect(files.map(({ name }) => name)).toContain('joinery.sqlite');
  for (const file of files) {
    const text = await readFile(join(file.parentPath, file.name), 'latin1');
    expect(
      forms.filter((form) => text.includes(form)),
      file.name,
    ).toEqual([]);
  }
});

it('the secret is really kept: its driver is given it', async () => {
  const options = opened.workbench.connections;
  const shown = (await options.list()).flatMap((detail) =>
    (drivers[detail.summary.driver]?.secretOptions ?? []).map((option) => optionAt(detail.options, option)),
  );
  expect(z.array(z.union([z.undefined(), z.object({ isKept: z.literal(true) })])).safeParse(shown).success).toBe(true);
  expect(shown.some((value) => value !== undefined)).toBe(true);
});
