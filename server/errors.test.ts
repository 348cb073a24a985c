import { expect, it, vi } from 'vitest';
import { Cancelled, JoineryError, positionAt, toJoineryError } from './errors.ts';

it('knows an error of another copy of this module, as the bundles of the pages hold one', async () => {
  vi.resetModules();
  const other = await import('./errors.ts');
  expect(other.JoineryError).not.toBe(JoineryError);
  const error = new other.JoineryError('unknown_table', 'shop has no table x.', { connection: 'shop' });
  expect(error).toBeInstanceOf(JoineryError);
  expect(toJoineryError(error)).toBe(error);
  expect(new other.Cancelled()).toBeInstanceOf(Cancelled);
  expect(error).not.toBeInstanceOf(Cancelled);
  for (const value of [new Error('plain'), null, undefined, 'text', {}]) expect(value).not.toBeInstanceOf(JoineryError);
});

it('gives nothing away of an error that is not one of ours', () => {
  const cause = new Error('inner workings');
  expect(toJoineryError(cause)).toMatchObject({ code: 'internal', cause, class: 'internal', httpStatus: 500 });
  expect(JSON.stringify(toJoineryError(cause).toShape())).not.toContain('workings');
});

it('keeps its shape over the wire', () => {
  const shape = new JoineryError('syntax_error', 'Not SQL.', {
    position: positionAt('a\nbc', 3),
    hint: 'Look.',
  }).toShape();
  expect(shape.position).toEqual({ offset: 3, line: 2, column: 2, length: 0 });
  expect(JoineryError.fromShape(JSON.parse(JSON.stringify(shape))).toShape()).toEqual(shape);
});
