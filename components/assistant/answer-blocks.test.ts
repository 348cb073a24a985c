import { expect, it } from 'vitest';
import { answerBlocks, inlineParts } from './answer-blocks.ts';

it('tells paragraphs, lists, headings and code apart', () => {
  const text = '# Title\nOne\nline.\n\n- a\n- b\n1. c\n```sql\nSELECT 1\n\nFROM t\n```\nEnd';
  expect(answerBlocks(text)).toEqual([
    { kind: 'heading', text: 'Title' },
    { kind: 'text', text: 'One line.' },
    { kind: 'list', items: ['a', 'b', 'c'] },
    { kind: 'code', language: 'sql', text: 'SELECT 1\n\nFROM t', isComplete: true },
    { kind: 'text', text: 'End' },
  ]);
});

it('shows code that is still coming as not complete', () => {
  expect(answerBlocks('See:\n```sql\nSELECT')).toEqual([
    { kind: 'text', text: 'See:' },
    { kind: 'code', language: 'sql', text: 'SELECT', isComplete: false },
  ]);
});

it('leaves HTML and links as the text that they are', () => {
  expect(answerBlocks('<img src=x> [a](http://x)')).toEqual([{ kind: 'text', text: '<img src=x> [a](http://x)' }]);
  expect(inlineParts('**a** is `b`<i>')).toEqual([
    { kind: 'bold', text: 'a' },
    { kind: 'plain', text: ' is ' },
    { kind: 'code', text: 'b' },
    { kind: 'plain', text: '<i>' },
  ]);
});

it('tells emphasis from stars that mean all columns', () => {
  expect(inlineParts('*Añade* it: count(*) or sum(*), SELECT * FROM a * b')).toEqual([
    { kind: 'emphasis', text: 'Añade' },
    { kind: 'plain', text: ' it: count(*) or sum(*), SELECT * FROM a * b' },
  ]);
});
