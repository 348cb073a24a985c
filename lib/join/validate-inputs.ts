import type { JoinDocument, JoinInput } from '../contract/join.ts';
import { placeholdersIn } from '../sql/parameters.ts';
import { isColumnFilter, valueCounts } from './filter-sql.ts';
import { valueMistake } from './literal.ts';
import { error, type JoinMistake, unknownColumn } from './mistake.ts';
import { innerDocument } from './nest.ts';
import { type ColumnsOf, findColumn, shapeOf } from './shape.ts';
import { validateJoin } from './validate.ts';

export function inputMistakes(document: JoinDocument, columnsOf: ColumnsOf): JoinMistake[] {
  const seen = new Set<string>();
  return document.inputs.flatMap((input) => {
    const mistakes: JoinMistake[] = [];
    const folded = input.alias.toLowerCase();
    if (seen.has(folded))
      mistakes.push(error(`Two inputs are called "${input.alias}".`, { input: input.alias }, 'Rename one of them.'));
    seen.add(folded);
    if (shapeOf(input.source, columnsOf)?.columns.length === 0)
      mistakes.push(error(`${input.alias} has no columns.`, { input: input.alias }));
    if (input.source.kind === 'join') {
      for (const { place, message, ...inner } of validateJoin(innerDocument(document, input.source.join), columnsOf)) {
        const where = place.step === undefined ? '' : `step ${place.step + 1}, `;
        mistakes.push({ ...inner, message: `In ${input.alias}, ${where}${message}`, place: { input: input.alias } });
      }
    }
    return [...mistakes, ...filterMistakes(document, input, columnsOf)];
  });
}

function filterMistakes(document: JoinDocument, input: JoinInput, columnsOf: ColumnsOf): JoinMistake[] {
  const columns = shapeOf(input.source, columnsOf)?.columns;
  const known = new Set((document.parameters ?? []).map(({ name }) => name));
  return input.filters.flatMap((filter, index) => {
    const place = { input: input.alias, filter: index };
    const texts = isColumnFilter(filter) ? filter.values : [filter.expression];
    const mistakes = texts
      .flatMap((text) => placeholdersIn(text))
      .filter(({ name }) => !known.has(name))
      .map(({ name }) => error(`The filter of ${input.alias} uses {{${name}}}: give it a type and a value.`, place));
    if (!isColumnFilter(filter)) return mistakes;
    const column = columns === undefined ? undefined : findColumn(columns, filter.column);
    if (columns !== undefined && column === undefined)
      return [...mistakes, unknownColumn(input.alias, filter.column, place)];
    const [least, most] = valueCounts[filter.operator];
    if (filter.values.length < least || filter.values.length > most) {
      const wanted = least === most ? `${least}` : `at least ${least}`;
      mistakes.push(
        error(`The filter "${input.alias}.${filter.column} ${filter.operator}" takes ${wanted} value(s).`, place),
      );
    }
    if (column === undefined || filter.operator === 'contains' || filter.operator === 'starts with') return mistakes;
    for (const value of filter.values) {
      const mistake = valueMistake(value, column.type);
      if (mistake !== undefined)
        mistakes.push(error(`${mistake}, but ${input.alias}.${column.name} is ${column.type}.`, place));
    }
    return mistakes;
  });
}
