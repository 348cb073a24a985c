import { expect, it } from 'vitest';
import { readAudit } from './audit.mjs';

const report = (high: number, vulnerabilities = {}) =>
  JSON.stringify({ metadata: { vulnerabilities: { low: 3, moderate: 2, high, critical: 0 } }, vulnerabilities });

it('fails for what is serious, and only for that', () => {
  expect(readAudit(report(0))).toEqual({ outcome: 'known' });
  const found = { a: { name: 'a', severity: 'high' }, b: { name: 'b', severity: 'low' } };
  expect(readAudit(report(1, found))).toEqual({ outcome: 'weak', names: ['a (high)'] });
});

it('a registry that cannot say is told as such', () => {
  expect(readAudit('{"message":"405 Method Not Allowed","statusCode":405}')).toMatchObject({
    outcome: 'unknown',
    why: expect.stringContaining('405'),
  });
  for (const text of ['', 'no JSON', '{}']) expect(readAudit(text).outcome).toBe('unknown');
});
