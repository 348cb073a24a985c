import { stringify } from 'yaml';
import type {
  InputFilter,
  JoinDocument,
  JoinInput,
  JoinStep,
  KeySide,
  Normaliser,
  OutputColumn,
} from '../contract/join.ts';
import { argumentNames } from './yaml-read.ts';

/** A document as YAML that people read and version; `readJoinYaml` gives it back. */
export const writeJoinYaml = (document: JoinDocument): string => stringify(formOf(document), { lineWidth: 120 });

/** What is at its default is left out. */
function formOf({ inputs, steps, duplicates, coalesceKeys, columns, parameters }: JoinDocument): object {
  return {
    version: 1,
    inputs: inputs.map(inputForm),
    ...(steps.length === 0 ? {} : { steps: steps.map(stepForm) }),
    ...(duplicates === 'prefix' ? {} : { duplicates }),
    ...(coalesceKeys ? { coalesce_keys: true } : {}),
    ...(columns === undefined ? {} : { columns: columns.map(columnForm) }),
    ...(parameters === undefined || parameters.length === 0 ? {} : { parameters }),
  };
}

const inputForm = ({ alias, source, filters }: JoinInput): object => ({
  alias,
  ...sourceForm(source),
  ...(filters.length === 0 ? {} : { filters: filters.map(filterForm) }),
});

function sourceForm(source: JoinInput['source']): object {
  switch (source.kind) {
    case 'table': {
      const { connection, schema, table } = source;
      const isPlain = [connection, schema, table].every((part) => !part.includes('.'));
      return { table: isPlain ? [connection, schema, table].join('.') : { connection, schema, table } };
    }
    case 'native':
      return { native: { connection: source.connection, sql: source.sql } };
    case 'result':
      return { result: source.runId };
    case 'join':
      return { join: formOf(source.join) };
  }
}

function filterForm(filter: InputFilter): object {
  if ('expression' in filter) return filter;
  const { column, operator, values } = filter;
  const [only, ...more] = values;
  const isList = operator === 'in' || operator === 'not in' || more.length > 0;
  return { column, operator, ...(isList ? { values } : only === undefined ? {} : { value: only }) };
}

function stepForm(step: JoinStep): object {
  if (step.kind === 'union') {
    return {
      union: step.all ? 'all' : 'distinct',
      by: step.mapping.by === 'hand' ? step.mapping.pairs : step.mapping.by,
      ...(step.sourceColumn === undefined ? {} : { source_column: step.sourceColumn }),
    };
  }
  return {
    join: step.type,
    ...(step.keys.length === 0
      ? {}
      : {
          keys: step.keys.map(({ left, operator, right }) => ({
            left: sideForm(left),
            ...(operator === '=' ? {} : { operator }),
            right: sideForm(right),
          })),
        }),
    ...(step.isConfirmed === undefined ? {} : { confirmed: step.isConfirmed }),
  };
}

const referenceForm = ({ input, column }: { input: string; column: string }): string => `${input}.${column}`;

const sideForm = (side: KeySide): object | string =>
  side.normalisers.length === 0
    ? referenceForm(side)
    : { column: referenceForm(side), normalise: side.normalisers.map(normaliserForm) };

function normaliserForm({ kind, ...rest }: Normaliser): object | string {
  const name = argumentNames[kind];
  return name === undefined ? kind : { [kind]: (rest as Readonly<Record<string, unknown>>)[name] };
}

function columnForm(entry: OutputColumn): object | string {
  if ('coalesce' in entry) {
    const coalesce = entry.coalesce.map(referenceForm);
    return entry.name === undefined ? { coalesce } : { coalesce, name: entry.name };
  }
  return entry.name === undefined ? referenceForm(entry) : { column: referenceForm(entry), name: entry.name };
}
