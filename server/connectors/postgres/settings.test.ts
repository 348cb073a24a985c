import { expect, it } from 'vitest';
import { errorOf } from '../conformance/context.ts';
import { applyKnown, checkTexts } from './settings.ts';

const settings = [
  ['default_transaction_read_only', 'on'],
  ['TimeZone', 'UTC'],
  ['extra_float_digits', '3'],
  ['bytea_output', 'hex'],
  ['statement_timeout', '0'],
] as const;

/** A server that knows only settings and values of these forms. */
function server(knows: RegExp) {
  const taken: string[] = [];
  const ask = async (sql: string) => {
    if (!knows.test(sql)) throw Object.assign(new Error('unrecognized configuration parameter'), { code: '42704' });
    taken.push(sql);
    return { rows: [] };
  };
  return { ask, taken };
}

it('sets what the server knows', async () => {
  const { ask, taken } = server(/TimeZone|extra_float_digits TO '[0-2]'/);
  await applyKnown(ask, settings);
  expect(taken).toEqual(["SET TimeZone TO 'UTC'", "SET extra_float_digits TO '2'"]);
});

it('fails where times would be shifted, floats cut, or a limit that was asked for is not kept', async () => {
  for (const knows of [/float/, /TimeZone/])
    expect(await errorOf(applyKnown(server(knows).ask, settings))).toMatchObject({ code: '42704' });
  const limited = [['statement_timeout', '5000']] as const;
  expect(await errorOf(applyKnown(server(/x{9}/).ask, limited))).toMatchObject({ code: '42704' });
});

it('refuses a server to which a backslash in a text is a sign', async () => {
  const answering = (text: string) => async () => ({ rows: [{ text }] });
  await checkTexts(answering(String.raw`a\\b`));
  expect(await errorOf(checkTexts(answering(String.raw`a\b`)))).toMatchObject({ code: 'source_failed' });
});
