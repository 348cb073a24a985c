/** What the sources were really asked to filter: a harness that never pushes anything would prove nothing. */

import type { BlockCondition, BlockQuery } from '../../server/connectors/block.ts';
import type { Connector, TableInfo } from '../../server/connectors/connector.ts';
import type { Among, Atom, Constant, Predicate } from '../../server/connectors/predicate.ts';
import { Choices } from './choices.ts';
import type { Context } from './generate/context.ts';
import { valueFor } from './generate/literals.ts';
import type { SeenFetch } from './observed.ts';
import type { PlacedColumn, PlacedTable, Schema } from './schema.ts';

/** One of each pair of operators that mean the same with changed sides. */
const mirrored = { '=': '=', '<>': '<>', '<': '<', '<=': '<=', '>': '<', '>=': '<=' } as const;
const operators = ['=', '<>', '<', '<=', '>', '>='] as const;

/** `comparison <`, `in`, `prefix`, ... DuckDB may change the sides of two columns, so these are counted as one. */
function kindOf(atom: Atom): string {
  if (atom.kind === 'comparison') return `comparison ${atom.operator}`;
  return atom.kind === 'columns' ? `columns ${mirrored[atom.operator]}` : atom.kind;
}

/** An atom that its source's dialect accepts. */
export interface AcceptedAtom {
  readonly kind: string;
  readonly placed: PlacedTable;
  readonly atom: Atom;
  readonly verdict: 'exact' | 'superset';
}

export class Coverage {
  /** Fetches that carried the kind, by source, then kind. */
  readonly pushed = new Map<string, Map<string, number>>();
  /** Kinds that the dialect accepts for some column of some world, by source. */
  readonly accepted = new Map<string, Set<string>>();
  /** Of the schema last asked about. */
  acceptedAtoms: AcceptedAtom[] = [];
  fetches = 0;
  filtered = 0;

  see(fetches: readonly SeenFetch[]): void {
    for (const { source, request, block, ranges, isPacked = false } of fetches) {
      if (isPacked) this.#count(source, `${request.kind} packed`);
      this.fetches += 1;
      if (request.kind !== 'table') {
        this.#count(source, `request ${request.kind}`);
        if (ranges !== undefined) this.#count(source, `${request.kind} by ranges, ${ranges}`);
        for (const kind of new Set(block === undefined ? [] : blockKinds(block))) this.#count(source, kind);
        continue;
      }
      if (request.filters.length > 0) this.filtered += 1;
      if (request.limit !== undefined) this.#count(source, 'limit');
      if (ranges !== undefined)
        this.#count(source, ranges === 'columns' ? 'table by ranges, columns' : 'table by ranges');
      for (const kind of new Set(request.filters.flatMap(kindsOf))) this.#count(source, kind);
      const fetched = new Set(request.columns.map(({ name }) => name));
      if (request.filters.flatMap(columnsOf).some((name) => !fetched.has(name))) this.#count(source, 'settled');
      // A partner that is joined here is fetched too.
      const partners = request.filters.filter((filter) => filter.kind === 'among' && !isFetched(filter.table, fetches));
      if (partners.length > 0) this.#count(source, 'partner settled');
      for (const partner of partners)
        if (partner.kind === 'among')
          for (const kind of partnerKinds(partner, request.table)) this.#count(source, `partner ${kind}`);
    }
  }

  /** Asks each dialect what it accepts of the schema's columns. */
  ask(schema: Schema, connectorOf: (source: string) => Connector): void {
    const context: Context = {
      choices: Choices.random('coverage'),
      schema,
      natives: [],
      ctes: [],
      used: new Set(),
      names: 0,
    };
    this.acceptedAtoms = [];
    for (const placed of schema.tables) {
      const { source, info, columns } = placed;
      const { dialect } = connectorOf(source);
      const known = this.accepted.get(source) ?? new Set<string>();
      this.accepted.set(source, known);
      for (const atom of columns.flatMap((column) => atomsOf(context, column, columns))) {
        const verdict = dialect.accepts(atom, info);
        if (verdict === 'no') continue;
        known.add(kindOf(atom));
        this.acceptedAtoms.push({ kind: kindOf(atom), placed, atom, verdict });
      }
    }
  }

  /** `source kind` that a dialect accepts and no fetch carried. */
  get missing(): string[] {
    return [...this.accepted].flatMap(([source, kinds]) =>
      [...kinds].filter((kind) => !this.pushed.get(source)?.has(kind)).map((kind) => `${source} ${kind}`),
    );
  }

  get lines(): string[] {
    return [...this.pushed]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(
        ([source, kinds]) =>
          `  ${source}: ${[...kinds]
            .toSorted()
            .map(([kind, count]) => `${kind} ${count}`)
            .join(', ')}`,
      );
  }

  #count(source: string, kind: string): void {
    const kinds = this.pushed.get(source) ?? new Map<string, number>();
    this.pushed.set(source, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }
}

function kindsOf(predicate: Predicate): string[] {
  switch (predicate.kind) {
    case 'and':
      return predicate.all.flatMap(kindsOf);
    case 'or':
      return ['or', ...predicate.any.flatMap(kindsOf)];
    case 'not':
      return ['not', ...kindsOf(predicate.not)];
    case 'like':
      return ['like'];
    case 'among':
      return ['among', ...predicate.filters.flatMap(kindsOf)];
    case 'lacking':
      return ['lacking'];
    default:
      return [kindOf(predicate)];
  }
}

const isFetched = (table: TableInfo, fetches: readonly SeenFetch[]): boolean =>
  fetches.some(({ request }) => request.kind === 'table' && request.table === table);

/** What is special of a partner that its source settles: its key's type, where that is no number of the primary key, and partners of its own. */
function partnerKinds({ table, key, filters }: Among, owner: TableInfo): string[] {
  const { type = '' } = table.columns.find(({ name }) => name === key) ?? {};
  const isPrimary = table.primaryKey.length === 1 && table.primaryKey[0] === key;
  return [
    ...(isPrimary ? [] : [`by ${type.replace(/\(.*/, '')}`]),
    ...(filters.some(({ kind }) => kind === 'among') ? ['of a partner'] : []),
    ...(filters.length === 0 ? ['without conditions'] : []),
    ...(table === owner ? ['of itself'] : []),
  ];
}

/** Columns of the table that a filter compares with constants or each other. One that is not fetched belongs to a condition that only the source evaluates. */
function columnsOf(predicate: Predicate): readonly string[] {
  switch (predicate.kind) {
    case 'and':
      return predicate.all.flatMap(columnsOf);
    case 'or':
      return predicate.any.flatMap(columnsOf);
    case 'not':
      return columnsOf(predicate.not);
    case 'columns':
      return [predicate.left, predicate.right];
    case 'among':
    case 'lacking':
      return [];
    default:
      return [predicate.column];
  }
}

/** The features of a block, and its filters by the same names as those of table requests. */
function blockKinds(block: BlockQuery): string[] {
  const on = block.sources.flatMap(({ join }) => (join === undefined ? [] : join.on));
  return [
    ...block.sources.flatMap(({ join }) => (join === undefined ? [] : [`block ${join.kind} join`])),
    ...block.outputs.flatMap(({ value }) => (value.kind === 'aggregate' ? [`block ${value.name}`] : [])),
    ...(block.isGrouped ? ['block grouped'] : []),
    ...(block.having.length > 0 ? ['block having'] : []),
    ...(block.limit === undefined ? [] : [block.orderBy.length > 0 ? 'block top' : 'block limit']),
    ...[...block.where, ...on].flatMap(conditionKinds),
  ];
}

function conditionKinds(condition: BlockCondition): string[] {
  switch (condition.kind) {
    case 'and':
      return condition.parts.flatMap(conditionKinds);
    case 'or':
      return ['or', ...condition.parts.flatMap(conditionKinds)];
    case 'not':
      return ['not', ...conditionKinds(condition.part)];
    case 'atom':
      return [kindOf(condition.atom)];
    case 'compare':
      return [`columns ${mirrored[condition.operator]}`];
    case 'like':
      return ['like'];
  }
}

/** DuckDB's plan never holds a constant beyond the range of its type. */
function fitsFloat(value: string): boolean {
  const nearest = Math.fround(Number(value));
  return /nan|inf/.test(value) || (Number.isFinite(nearest) && (nearest !== 0 || Number(value) === 0));
}

function atomsOf(context: Context, column: PlacedColumn, all: readonly PlacedColumn[]): Atom[] {
  const { name } = column;
  const scopeColumn = { ...column, sql: name };
  const known = [
    ...column.values.slice(0, 3),
    ...Array.from({ length: 4 }, () => valueFor(context, scopeColumn)),
  ].filter((value) => column.type !== 'FLOAT' || fitsFloat(value));
  const constants: Constant[] = [...new Set(known)].map((value) => ({ type: column.type, value }));
  return constants.flatMap((value): Atom[] => [
    ...operators.map((operator): Atom => ({ kind: 'comparison', column: name, operator, value })),
    ...operators.flatMap((operator) =>
      all
        .filter((other) => other !== column && other.type === column.type)
        .map((other): Atom => ({ kind: 'columns', left: name, operator, right: other.name })),
    ),
    { kind: 'in', column: name, values: constants },
    { kind: 'between', column: name, low: value, high: constants.at(-1) ?? value },
    { kind: 'isNull', column: name },
    { kind: 'isNotNull', column: name },
    ...(column.family === 'text' ? [{ kind: 'prefix', column: name, prefix: value.value ?? 'a' } as const] : []),
  ]);
}
