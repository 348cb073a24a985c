import { isOwnTitle } from '../../lib/format/titles.ts';

/** Title of the same thing in another form: `Orders (SQL)`, `Orders (join)`. */
export const titleAs = (title: string, form: 'SQL' | 'join'): string =>
  `${title.replace(/ \((SQL|join)\)( \d+)?$/, '').slice(0, 190)} (${form})`;

/** A title that says what is joined, for a join that has none of its own yet. */
export const namedAfter = (title: string, names: readonly string[]): string =>
  !isOwnTitle(title) && names.length > 1 ? names.join(', ').slice(0, 200) : title;
