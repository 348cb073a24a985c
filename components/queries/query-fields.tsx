'use client';

import { useId } from 'react';
import { MAX_TAG_LENGTH, MAX_TAGS, type Query } from '../../lib/contract/query.ts';
import { TextField } from '../ui/text-field.tsx';
import styles from './queries.module.css';

/** What a person says about a query, as it is typed. */
export interface QueryDraft {
  readonly title: string;
  readonly description: string;
  /** With commas. */
  readonly tags: string;
  readonly collection: string;
}

export const draftOf = ({ title, description, tags, collection }: Query): QueryDraft => ({
  title,
  description,
  tags: tags.join(', '),
  collection,
});

/** Tags as they are kept: trimmed, each once. */
export const tagsOf = (typed: string): string[] => [
  ...new Set(
    typed
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

/** Why the tags cannot be kept as they are typed: none is cut or left out unseen. */
export function tagProblem(typed: string): string | undefined {
  const tags = tagsOf(typed);
  const long = tags.find((tag) => tag.length > MAX_TAG_LENGTH);
  if (long !== undefined)
    return `“${long.slice(0, 20)}…” is longer than ${MAX_TAG_LENGTH} characters. A comma ends a tag.`;
  return tags.length > MAX_TAGS ? `A query has at most ${MAX_TAGS} tags; these are ${tags.length}.` : undefined;
}

interface QueryFieldsProps {
  readonly draft: QueryDraft;
  /** Those there are, to choose from while typing. */
  readonly collections: readonly string[];
  onChange(draft: QueryDraft): void;
}

/** Title, description, tags and collection of a query. */
export function QueryFields({ draft, collections, onChange }: QueryFieldsProps) {
  const id = useId();
  const problem = tagProblem(draft.tags);
  return (
    <div className={styles.fields}>
      <label htmlFor={`${id}-title`}>Title</label>
      <TextField
        id={`${id}-title`}
        value={draft.title}
        maxLength={200}
        required
        onFocus={(event) => event.target.select()}
        onChange={(event) => onChange({ ...draft, title: event.target.value })}
      />
      <label htmlFor={`${id}-description`}>Description</label>
      <textarea
        id={`${id}-description`}
        className={styles.area}
        rows={3}
        maxLength={10_000}
        value={draft.description}
        placeholder="What it answers, and for whom"
        onChange={(event) => onChange({ ...draft, description: event.target.value })}
      />
      <label htmlFor={`${id}-tags`}>Tags</label>
      <TextField
        id={`${id}-tags`}
        value={draft.tags}
        placeholder="orders, monthly"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-tag-problem`}
        onChange={(event) => onChange({ ...draft, tags: event.target.value })}
      />
      <p id={`${id}-tag-problem`} role="status" className={styles.fieldHint} hidden={problem === undefined}>
        {problem}
      </p>
      <label htmlFor={`${id}-collection`}>Collection</label>
      <TextField
        id={`${id}-collection`}
        value={draft.collection}
        maxLength={100}
        list={`${id}-collections`}
        placeholder="None"
        onChange={(event) => onChange({ ...draft, collection: event.target.value })}
      />
      <datalist id={`${id}-collections`}>
        {collections.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </div>
  );
}
