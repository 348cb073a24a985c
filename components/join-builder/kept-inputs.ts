import type { JoinDocument } from '../../lib/contract/join.ts';

/** A join that can be an input of another. */
export interface SavedJoin {
  readonly id: string;
  readonly title: string;
  readonly document: JoinDocument;
}

/** A tab, open or closed, by whose title its stored result can be found. */
export interface TitledTab {
  readonly id: string;
  readonly title: string;
  readonly lastRunId: string | undefined;
}

/** What the reader's tabs hold that can be an input of a join. */
export interface KeptInputs {
  readonly joins: readonly SavedJoin[];
  readonly tabs: readonly TitledTab[];
}
