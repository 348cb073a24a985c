import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Driver } from '../connectors/connector.ts';
import { drivers } from '../connectors/registry.ts';
import { describeDriver, labelOf } from './describe-driver.ts';
import { optionValues } from './option-values.ts';

const driver: Driver = {
  name: 'made-up',
  displayName: 'Made up',
  optionsSchema: z.strictObject({
    account: z.string().min(1).describe('The account.'),
    port: z.number().int().default(1).describe('The port.'),
    ssl: z.union([z.boolean(), z.literal('no-verify')]).optional(),
    mode: z.enum(['fast', 'careful']).default('careful'),
    isQuick: z.boolean().default(false),
    key: z.string().optional().describe('PEM text.'),
    credentials: z.object({ id: z.string() }).optional(),
    datasets: z.array(z.string()).optional(),
    types: z.record(z.string(), z.string()).default({}),
    note: z.string().optional().meta({ label: 'A remark', multiline: true }),
    requestTimeoutMs: z.number().default(5),
  }),
  secretOptions: ['key', 'credentials'],
  create: () => {
    throw new Error('never opened');
  },
};

describe('the description of a driver', () => {
  it('comes from its schema alone', () => {
    const { fields } = describeDriver(driver);
    expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
      ['account', 'text'],
      ['port', 'number'],
      ['ssl', 'choice'],
      ['mode', 'choice'],
      ['isQuick', 'boolean'],
      ['key', 'secret'],
      ['credentials', 'secret'],
      ['datasets', 'list'],
      ['types', 'json'],
      ['note', 'multiline'],
      ['requestTimeoutMs', 'number'],
    ]);
    expect(fields.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(['account']);
    expect(fields.filter(({ isAdvanced }) => isAdvanced).map(({ name }) => name)).toEqual([
      'datasets',
      'types',
      'note',
      'requestTimeoutMs',
    ]);
    expect(fields[2]?.choices).toEqual(['true', 'false', 'no-verify']);
    expect(fields[1]).toMatchObject({ default: '1', description: 'The port.', label: 'Port' });
    expect(fields[8]?.default).toBeUndefined();
    expect(fields[9]?.label).toBe('A remark');
  });

  it.each([
    ['connectTimeoutMs', 'Connect timeout (ms)'],
    ['ssl', 'SSL'],
    ['projectId', 'Project ID'],
    ['oauthToken', 'OAuth token'],
    ['path', 'Path'],
  ])('%s is shown as %s', (name, label) => {
    expect(labelOf(name)).toBe(label);
  });

  it.each(Object.values(drivers).map(({ name }) => name))('%s says what each of its options means', (name) => {
    const fields = drivers[name] === undefined ? [] : describeDriver(drivers[name]).fields;
    expect(fields.length).toBeGreaterThan(0);
    expect(fields.filter(({ description }) => description === '').map((field) => field.name)).toEqual([]);
    const secrets = fields.filter(({ kind }) => kind === 'secret').map((field) => field.name);
    expect(secrets.sort()).toEqual([...(drivers[name]?.secretOptions ?? [])].sort());
  });
});

it('makes what the schema wants of what a form sends', () => {
  const typed = {
    account: ' shop ',
    port: '5433',
    ssl: 'true',
    mode: 'fast',
    isQuick: 'false',
    key: ' kept as typed ',
    credentials: '{"id": "x"}',
    datasets: 'one\n\n two ',
    types: '{"a": "b"}',
    note: '',
    requestTimeoutMs: 'env:TIME',
  };
  expect(optionValues(typed, driver)).toEqual({
    account: 'shop',
    port: 5433,
    ssl: true,
    mode: 'fast',
    isQuick: false,
    key: ' kept as typed ',
    credentials: { id: 'x' },
    datasets: ['one', 'two'],
    types: { a: 'b' },
    requestTimeoutMs: 'env:TIME',
  });
  expect(optionValues({ port: '5e3', key: '' }, driver)).toEqual({ port: '5e3', key: '' });
});
