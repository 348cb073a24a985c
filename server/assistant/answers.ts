/** What is taken from a model's answer: only texts and an order, for what was asked about. */
import { z } from 'zod';
import type { ColumnDescription, ResultDescription } from '../../lib/contract/description.ts';
import type { TableProposals } from '../../lib/contract/dictionary.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import type { TableInfo } from '../connectors/connector.ts';

export const describeAnswerSchema = z.object({
  title: z.string(),
  description: z.string(),
  columns: z.array(
    z.object({ position: z.number(), title: z.string(), description: z.string(), unit: z.string().nullable() }),
  ),
});

/** Texts of the model in the place of composed ones; what a person wrote or confirmed stays. */
export function withModelTexts(
  composed: ResultDescription,
  answer: z.infer<typeof describeAnswerSchema>,
): ResultDescription {
  const columns = composed.columns.map((column): ColumnDescription => {
    const said = answer.columns.find(({ position }) => position === column.position);
    if (said === undefined || said.description.trim() === '' || column.isConfirmed || column.writtenBy === 'person')
      return column;
    const unit = column.unit ?? (said.unit?.trim() === '' ? undefined : said.unit?.trim().slice(0, 60));
    return {
      ...column,
      title: line(said.title, 200) || column.title,
      description: line(said.description, 4_000),
      ...(unit === undefined ? {} : { unit }),
      writtenBy: 'model',
    };
  });
  if (composed.writtenBy === 'person') return { ...composed, columns };
  return {
    ...composed,
    writtenBy: 'model',
    title: line(answer.title, 200) || composed.title,
    description: line(answer.description, 8_000) || composed.description,
    columns,
  };
}

export const dictionaryAnswerSchema = z.object({
  description: z.string(),
  columns: z.array(z.object({ name: z.string(), description: z.string(), unit: z.string().nullable() })),
});

/** Texts for the table and those of its columns that are there and have none. */
export function tableProposals(
  table: TableReference,
  info: TableInfo,
  answer: z.infer<typeof dictionaryAnswerSchema>,
): TableProposals {
  const isOpen = (comment: string | undefined): boolean => comment === undefined || comment.trim() === '';
  const description = line(answer.description, 4_000);
  const columns = info.columns.flatMap(({ name, comment }) => {
    const said = answer.columns.find((column) => column.name === name);
    const text = line(said?.description ?? '', 4_000);
    const unit = line(said?.unit ?? '', 60);
    return isOpen(comment) && text !== '' ? [{ name, description: text, ...(unit === '' ? {} : { unit }) }] : [];
  });
  return {
    table,
    by: 'model',
    ...(isOpen(info.comment) && description !== '' ? { texts: { description } } : {}),
    columns,
  };
}

export const rerankAnswerSchema = z.object({
  order: z.array(z.object({ id: z.string(), why: z.string() })),
  /** Pairs of listed columns that nobody proposed; each is tried on the data before it is shown. */
  added: z.array(
    z.object({
      left: z.string(),
      leftColumn: z.string(),
      right: z.string(),
      rightColumn: z.string(),
      why: z.string(),
    }),
  ),
});
export type RerankAnswer = z.infer<typeof rerankAnswerSchema>;

/** Confidences closer than this are not told apart by statistics. */
const CLOSE_CALL = 0.15;

/** Whether the best two are so close that one vote of a model would be chance. */
export function isCloseCall(suggestions: readonly Suggestion[]): boolean {
  const [first, second] = suggestions.toSorted((one, other) => other.confidence - one.confidence);
  return first !== undefined && second !== undefined && first.confidence - second.confidence < CLOSE_CALL;
}

/**
 * Two votes as one: by the sum of places, and by the order of the statistics where the votes do not agree. What one vote left out stands last
 * in it.
 */
export function agreed(suggestions: readonly Suggestion[], one: RerankAnswer, other: RerankAnswer): RerankAnswer {
  const place = (vote: RerankAnswer, id: string): number => {
    const index = vote.order.findIndex((entry) => entry.id === id);
    return index === -1 ? suggestions.length : index;
  };
  const named = suggestions.filter(({ id }) =>
    [one, other].some((vote) => vote.order.some((entry) => entry.id === id)),
  );
  const order = named
    .toSorted((a, b) => place(one, a.id) + place(other, a.id) - place(one, b.id) - place(other, b.id))
    .map(({ id }) => ({ id, why: [...one.order, ...other.order].find((entry) => entry.id === id)?.why ?? '' }));
  return { order, added: [...one.added, ...other.added] };
}

/** The same suggestions in the model's order, explained; those that it left out or was not shown follow in their own order. No figure changes. */
export function inModelOrder(
  suggestions: readonly Suggestion[],
  answer: z.infer<typeof rerankAnswerSchema>,
): Suggestion[] {
  const placed = new Map<string, Suggestion>();
  for (const { id, why } of answer.order) {
    const suggestion = suggestions.find((one) => one.id === id);
    if (suggestion === undefined || placed.has(id)) continue;
    const explainedBy = line(why, 400);
    placed.set(id, explainedBy === '' ? suggestion : { ...suggestion, explainedBy });
  }
  return [...placed.values(), ...suggestions.filter(({ id }) => !placed.has(id))];
}

const line = (text: string, most: number): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, most);
