/** The ways in which two columns may spell one key differently, cheapest first. */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import { isNumeric } from '../profile/type-class.ts';
import { commonPrefix } from './asked.ts';
import { DATE_FORMATS, dateStep } from './date-formats.ts';
import type { SpelledColumn } from './spelled-column.ts';

const SEPARATORS = [';', ' (', '(', ',', ' - ', '-', '. ', '.', ':', '/', '|', '*', '@', '_', ' '] as const;
const AFTER_SEPARATORS = [':', '/', '-', '_', '#', '. ', ', ', ' ', '|', '@', '.'] as const;

export function* ladder(left: SpelledColumn, right: SpelledColumn): Generator<readonly Normaliser[]> {
  const sides = [left, right].filter(({ type }) => type === 'text');
  const hasNumber = isNumeric(left.type) || isNumeric(right.type);
  const isTime = [left.type, right.type].some((type) => type === 'date' || type === 'timestamp');
  if (isTime) {
    yield [{ kind: 'date' }];
    if (sides.length > 0) for (const format of DATE_FORMATS) yield [dateStep(format)];
    return;
  }
  if (hasNumber && sides.length > 0) yield [{ kind: 'cast', type: 'BIGINT' }];
  const looks = sides.map(lookOf);
  yield [{ kind: 'trim' }];
  if (!hasNumber) yield [{ kind: 'lower' }];
  if (!hasNumber) yield [{ kind: 'trim' }, { kind: 'collapse_spaces' }];
  if (!hasNumber) yield [{ kind: 'trim' }, { kind: 'lower' }];
  yield [{ kind: 'strip_zeros' }];
  yield [{ kind: 'trim' }, { kind: 'strip_zeros' }];
  for (const text of new Set(looks.map(({ prefix }) => prefix))) {
    if (text === '') continue;
    yield [{ kind: 'strip_prefix', text }];
    yield [{ kind: 'strip_prefix', text }, { kind: 'strip_zeros' }];
    if (!hasNumber) yield [{ kind: 'strip_prefix', text }, { kind: 'lower' }];
  }
  for (const text of new Set(looks.map(({ usualPrefix }) => usualPrefix))) {
    // The prefix of most, written in several ways: blanks and case are put right first.
    if (text !== '')
      yield [{ kind: 'trim' }, { kind: 'lower' }, { kind: 'strip_prefix', text }, { kind: 'strip_zeros' }];
  }
  for (const text of new Set(looks.map(({ suffix }) => suffix))) {
    if (text === '') continue;
    yield [{ kind: 'strip_suffix', text }];
    yield [{ kind: 'strip_suffix', text }, { kind: 'strip_zeros' }];
  }
  yield [{ kind: 'strip_punct' }];
  if (!hasNumber) yield [{ kind: 'lower' }, { kind: 'strip_punct' }];
  if (!hasNumber) yield [{ kind: 'nfc' }, { kind: 'lower' }];
  yield [{ kind: 'strip_punct' }, { kind: 'strip_zeros' }];
  // A part of a UUID is no key: what is left of short parts meets by accident.
  if (looks.every(({ areUuids }) => areUuids)) return;
  yield [{ kind: 'strip_parens' }, { kind: 'trim' }];
  for (const text of SEPARATORS) {
    if (!looks.some(({ before }) => before.has(text))) continue;
    yield [{ kind: 'before', text }];
    yield [{ kind: 'before', text }, { kind: 'trim' }];
    if (!hasNumber) yield [{ kind: 'before', text }, { kind: 'letters' }];
    yield [{ kind: 'before', text }, { kind: 'digits' }];
  }
  for (const text of AFTER_SEPARATORS) {
    if (!looks.some(({ after }) => after.has(text))) continue;
    yield [{ kind: 'after', text }];
    yield [{ kind: 'after', text }, { kind: 'trim' }];
    yield [{ kind: 'after', text }, { kind: 'strip_zeros' }];
  }
  yield [{ kind: 'digits' }];
  yield [{ kind: 'digits' }, { kind: 'strip_zeros' }];
  if (!hasNumber) yield [{ kind: 'letters' }, { kind: 'lower' }];
}

/** How the texts of a column look, judged by the first of them. */
interface Look {
  /** What all begin and end with, up to the first digit. */
  readonly prefix: string;
  readonly suffix: string;
  /** The prefix of most, written in several ways. */
  readonly usualPrefix: string;
  readonly areUuids: boolean;
  /** Separators in front of which, or behind which, a key may stand. */
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

const LOOKED_AT = 200;
const known = new WeakMap<SpelledColumn, Look>();

function lookOf(column: SpelledColumn): Look {
  const before = known.get(column);
  if (before !== undefined) return before;
  const sample = column.under([]).texts.slice(0, LOOKED_AT);
  const look: Look = {
    prefix: constantPrefix(sample),
    suffix: constantSuffix(sample),
    usualPrefix: commonPrefix(sample).trim().toLowerCase(),
    areUuids: areUuids(sample),
    before: new Set(SEPARATORS.filter((text) => shareWith(sample, text) >= 0.3)),
    after: new Set(AFTER_SEPARATORS.filter((text) => shareWith(sample, text) >= 0.5)),
  };
  known.set(column, look);
  return look;
}

const UUID = /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
const areUuids = (sample: readonly string[]): boolean =>
  sample.length > 0 && sample.filter((value) => UUID.test(value.trim())).length >= 0.9 * sample.length;

const shareWith = (sample: readonly string[], text: string): number =>
  sample.length === 0 ? 0 : sample.filter((value) => value.indexOf(text) > 0).length / sample.length;

/** What all values begin with, up to the first digit: `PUB-`, `co:`, `#`. */
function constantPrefix(sample: readonly string[]): string {
  const first = sample[0];
  if (first === undefined || sample.length < 2) return '';
  let length = first.length;
  for (const value of sample) while (length > 0 && !value.startsWith(first.slice(0, length))) length -= 1;
  return (/^[^\d]*/.exec(first.slice(0, length))?.[0] ?? '').slice(0, 30);
}

function constantSuffix(sample: readonly string[]): string {
  const mirrored = sample.map((value) => [...value].reverse().join(''));
  return [...constantPrefix(mirrored)].reverse().join('');
}
