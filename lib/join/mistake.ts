/** Where in a document a mistake is; the most exact place that is known. */
export interface MistakePlace {
  /** Alias of the input. */
  readonly input?: string;
  /** Step, key and side, from 0. */
  readonly step?: number;
  readonly key?: number;
  readonly side?: 'left' | 'right';
  /** Filter of the input, from 0. */
  readonly filter?: number;
  /** Entry of `document.columns`, from 0. */
  readonly column?: number;
}

export interface JoinMistake {
  /** A document with an `error` does not run; a `warning` is shown and runs. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, in words, with the names that it concerns. */
  readonly message: string;
  readonly hint?: string;
  readonly place: MistakePlace;
  /** The name that an input does not have, for `unknown_column`. */
  readonly isUnknownColumn?: boolean;
}

export const error = (message: string, place: MistakePlace, hint?: string): JoinMistake => ({
  severity: 'error',
  message,
  place,
  ...(hint === undefined ? {} : { hint }),
});

export const warning = (message: string, place: MistakePlace, hint?: string): JoinMistake => ({
  ...error(message, place, hint),
  severity: 'warning',
});

export const unknownColumn = (input: string, column: string, place: MistakePlace): JoinMistake => ({
  ...error(
    `${input} has no column "${column}".`,
    place,
    'It may have been renamed or dropped at the source: choose another.',
  ),
  isUnknownColumn: true,
});
