import type { JoinDocument } from '../../lib/contract/join.ts';
import { isOwnTitle } from '../../lib/format/titles.ts';
import { inputLabel } from '../../lib/join/inputs.ts';

/** Title of the same thing in another form: `Orders (SQL)`, `Orders (join)`. */
export const titleAs = (title: string, form: 'SQL' | 'join'): string =>
  `${title.replace(/ \((SQL|join)\)( \d+)?$/, '').slice(0, 190)} (${form})`;

/** What a document joins, tables within its inputs too. */
const namesOf = (document: JoinDocument): string[] =>
  document.inputs.flatMap((input) =>
    input.source.kind === 'join' ? namesOf(input.source.join) : [inputLabel(document, input)],
  );

const listOf = (document: JoinDocument): string => namesOf(document).join(', ').slice(0, 200);

/** A title that says what is joined, for a join that people gave none: it follows the inputs from the document `before` to this one. */
export function namedAfter(title: string, document: JoinDocument, before?: JoinDocument): string {
  const isGiven = isOwnTitle(title) && (before === undefined || title !== listOf(before));
  return isGiven || document.inputs.length < 2 ? title : listOf(document);
}
