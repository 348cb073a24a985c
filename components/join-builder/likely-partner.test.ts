import { expect, it } from 'vitest';
import type { InputColumn } from './input-view.ts';
import { likelyPartner } from './likely-partner.ts';
import { compareTypes } from './type-classes.ts';

const column = (name: string, type = 'VARCHAR'): InputColumn => ({
  name,
  type,
  sourceType: type,
  isNullable: true,
  isPrimaryKey: false,
  isUnique: false,
});

it('lands on the same name, else on the most words in common', () => {
  const columns = [column('account_id'), column('owner'), column('Customer_Number'), column('customerNo')];
  expect(likelyPartner(column('customer_number'), columns)).toBe(2);
  expect(likelyPartner(column('customer_ref'), columns)).toBe(2);
  expect(likelyPartner(column('nothing_like_it'), columns)).toBe(0);
});

it('never lands on what cannot be compared', () => {
  expect(likelyPartner(column('code'), [column('other'), column('code', 'INTEGER[]')])).toBe(0);
});

it('tells types that need converting from those that are no keys', () => {
  expect(compareTypes('BIGINT', 'DECIMAL(12,2)')).toBe('same');
  expect(compareTypes('DATE', 'TIMESTAMP WITH TIME ZONE')).toBe('same');
  expect(compareTypes('VARCHAR', 'BIGINT')).toBe('needs-converting');
  expect(compareTypes('BLOB', 'BIGINT')).toBe('impossible');
});
