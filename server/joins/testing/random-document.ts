/** Join documents of all kinds, each valid, the same for the same seed. */
import type {
  InputFilter,
  JoinDocument,
  JoinInput,
  JoinKey,
  JoinStep,
  Normaliser,
  OutputColumn,
} from '../../../lib/contract/join.ts';
import { allEntries } from '../../../lib/join/edit-columns.ts';
import { isSameColumn, visibleInputs } from '../../../lib/join/inputs.ts';
import { outputColumns } from '../../../lib/join/output-columns.ts';
import { type ColumnsOf, type ShapeColumn, shapeOf } from '../../../lib/join/shape.ts';
import { areComparable, typeClass } from '../../../lib/join/types.ts';
import type { Random } from './random.ts';
import { sources } from './shapes.ts';

const aliases = ['o', 'a', 'Left_1', 'select', 'x', 'orders', 'value'] as const;

export function randomDocument(random: Random, columnsOf: ColumnsOf, depth = 0): JoinDocument {
  const inputs: JoinInput[] = [];
  const steps: JoinStep[] = [];
  const base = (): JoinDocument => ({
    version: 1,
    inputs,
    steps,
    duplicates: random.pick(['prefix', 'suffix', 'first']),
    coalesceKeys: random.chance(0.3),
  });
  inputs.push(randomInput(random, columnsOf, inputs, depth));
  const count = random.below(4);
  let isUnion = false;
  for (let index = 0; index < count; index += 1) {
    const before = base();
    const input = randomInput(random, columnsOf, inputs, depth);
    // Behind a union the chance is even, so that joins of unions are as frequent as longer unions.
    isUnion = random.chance(isUnion ? 0.5 : 0.2);
    inputs.push(input);
    steps.push(isUnion ? randomUnion(random) : randomJoin(random, before, input, columnsOf));
  }
  return withColumns(random, base(), columnsOf);
}

function randomInput(random: Random, columnsOf: ColumnsOf, before: readonly JoinInput[], depth: number): JoinInput {
  const free = aliases.filter((alias) => !before.some((input) => input.alias.toLowerCase() === alias.toLowerCase()));
  const source: JoinInput['source'] =
    depth < 2 && random.chance(0.12)
      ? { kind: 'join', join: randomDocument(random, columnsOf, depth + 1) }
      : random.pick(sources);
  const columns = shapeOf(source, columnsOf)?.columns ?? [];
  const filters = random.chance(0.4)
    ? [randomFilter(random, columns), ...(random.chance(0.4) ? [randomFilter(random, columns)] : [])]
    : [];
  return { alias: random.pick(free), source, filters };
}

function randomFilter(random: Random, columns: readonly ShapeColumn[]): InputFilter {
  const texts = columns.filter(({ type }) => typeClass(type) === 'text' && /^[a-z_]+$/.test(type.toLowerCase()));
  const plain = texts.find(({ name }) => /^[a-z_]{5,}$/.test(name) && name !== 'order');
  if (plain !== undefined && random.chance(0.2))
    return {
      expression: random.pick([
        `length(${plain.name}) > 3`,
        `${plain.name} LIKE 'a%' OR ${plain.name} IS NULL`,
        `CASE WHEN ${plain.name} = 'x' THEN true ELSE false END`,
      ]),
    };
  const column = random.pick(columns);
  const value = (): string => randomValue(random, column.type);
  const operators = ['=', '<>', '<', '<=', '>', '>='] as const;
  switch (random.below(6)) {
    case 0:
      return { column: column.name, operator: random.pick(['is null', 'is not null']), values: [] };
    case 1:
      return { column: column.name, operator: random.pick(['in', 'not in']), values: [value(), value()] };
    case 2:
      return { column: column.name, operator: 'between', values: [value(), value()] };
    case 3:
      return {
        column: column.name,
        operator: random.pick(['contains', 'starts with']),
        values: [random.pick(["it's", '100%', ''])],
      };
    case 4:
      return { column: column.name, operator: '=', values: ['{{wanted}}'] };
    default:
      return { column: column.name, operator: random.pick(operators), values: [value()] };
  }
}

function randomValue(random: Random, type: string): string {
  switch (typeClass(type)) {
    case 'number':
      return random.pick(['0', '-3', '12.50', '1e5', '9007199254740993']);
    case 'boolean':
      return random.pick(['true', 'false']);
    case 'date':
      return random.pick(['2026-01-31', '2026-01-31 10:00:00']);
    default:
      return random.pick(["it's", 'x', '', '$$', '{{not a parameter', 'ß']);
  }
}

function randomJoin(random: Random, before: JoinDocument, input: JoinInput, columnsOf: ColumnsOf): JoinStep {
  const lefts = columnsBefore(before, columnsOf);
  const rights = (shapeOf(input.source, columnsOf)?.columns ?? []).map(({ name, type }) => ({
    input: input.alias,
    column: name,
    type,
  }));
  const type = random.pick(['inner', 'left', 'right', 'full', 'anti'] as const);
  const pairs = lefts.flatMap((left) =>
    rights.filter((right) => areComparable(left.type, right.type)).map((right) => ({ left, right })),
  );
  if (pairs.length === 0 || random.chance(0.05)) return { kind: 'join', type: 'cross', keys: [], isConfirmed: true };
  const keys = Array.from({ length: 1 + random.below(2) }, (): JoinKey => {
    const { left, right } = random.pick(pairs);
    const isNormalised = random.chance(0.4);
    const side = ({ type: _, ...reference }: (typeof lefts)[number]) => ({
      ...reference,
      normalisers: isNormalised ? randomNormalisers(random) : [],
    });
    return { left: side(left), operator: random.pick(['=', '=', '=', 'is', '<', '>=', '<>']), right: side(right) };
  });
  return { kind: 'join', type, keys };
}

/** Columns that a key can name: of the inputs, or behind a union those that feed it. */
function columnsBefore(before: JoinDocument, columnsOf: ColumnsOf) {
  if (before.steps.some(({ kind }) => kind === 'union')) {
    const columns = outputColumns(before, columnsOf).flatMap(({ origins, type }) =>
      origins.map((origin) => ({ ...origin, type })),
    );
    const inputs = new Set(before.inputs.map(({ alias }) => alias));
    return columns.filter(({ input }, index) => {
      const isFirst = columns.findIndex((other) => isSameColumn(other, columns[index] ?? other)) === index;
      return isFirst && inputs.has(input);
    });
  }
  return visibleInputs(before).flatMap(({ alias, source }) =>
    (shapeOf(source, columnsOf)?.columns ?? []).map(({ name, type }) => ({ input: alias, column: name, type })),
  );
}

/** Chains that end in text, so that any two sides compare. */
function randomNormalisers(random: Random): Normaliser[] {
  const all: Normaliser[] = [
    { kind: 'trim' },
    { kind: 'lower' },
    { kind: 'upper' },
    { kind: 'nfc' },
    { kind: 'collapse_spaces' },
    { kind: 'strip_zeros' },
    { kind: 'zero_pad', length: 8 },
    { kind: 'strip_punct' },
    { kind: 'digits' },
    { kind: 'letters' },
    { kind: 'strip_parens' },
    { kind: 'strip_prefix', text: "C-(it's)" },
    { kind: 'strip_suffix', text: '.0$' },
    { kind: 'before', text: "'" },
    { kind: 'after', text: '\\' },
    { kind: 'cast', type: 'BIGINT' },
    { kind: 'cast', type: 'DECIMAL(38,0)' },
    { kind: 'date' },
    { kind: 'date_part', part: 'month' },
    { kind: 'expression', sql: "regexp_extract(value, '\\d+')" },
    { kind: 'expression', sql: "value || '-x'" },
  ];
  const chain = Array.from({ length: random.below(3) }, () => random.pick(all));
  return [...chain, { kind: 'lower' }];
}

function randomUnion(random: Random): JoinStep {
  const sourceColumn = random.chance(0.3) ? { sourceColumn: 'origin of row' } : {};
  return {
    kind: 'union',
    all: random.chance(0.5),
    mapping: { by: random.pick(['name', 'position'] as const) },
    ...sourceColumn,
  };
}

function withColumns(random: Random, document: JoinDocument, columnsOf: ColumnsOf): JoinDocument {
  if (random.chance(0.4)) return document;
  const entries = allEntries(document, columnsOf);
  const chosen = random.some(entries, 0.6).map((entry): OutputColumn => {
    const { name: _, ...bare } = entry;
    return random.chance(0.3) ? { ...bare, name: random.pick(['email', 'E-Mail', 'order', 'a "b"', 'total_2']) } : bare;
  });
  return chosen.length === 0 ? document : { ...document, columns: chosen };
}
