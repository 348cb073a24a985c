import type { ReactNode, RefObject } from 'react';
import type { JoinPart } from '../../lib/client/joins.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import type { EditableJoin } from './inner-session.ts';
import type { KeptInputs } from './kept-inputs.ts';
import type { Explain } from './source-facts.ts';
import type { XrayState } from './use-xray.ts';

/** What a run of the join needs. */
export interface RunnableJoin {
  readonly document: JoinDocument;
  readonly sql: string;
}

export interface JoinBuilderProps {
  readonly session: EditableJoin;
  /** Where this join is within others, and the way back; undefined for the outermost. */
  readonly trail?: ReactNode;
  /** Fields for the parameters of the outermost document. */
  readonly parameters?: ReactNode;
  readonly rowLimit: number | null;
  readonly isRunning: boolean;
  readonly runKeys: string;
  readonly explain: Explain;
  /** What can be an input besides tables. */
  readonly kept: KeptInputs;
  /** Filled with what runs now, for keys that the screen around it takes. */
  readonly handle: RefObject<JoinHandle | null>;
  /** The results pane, told what it needs of the join. */
  readonly results: (context: ResultsContext) => ReactNode;
  readonly showsResults: boolean;
  onRun(join: RunnableJoin, rowLimit: number | null): void;
  readonly isExplaining: boolean;
  /** Shows what would go to which source. */
  onExplain(join: RunnableJoin): void;
  onStop(): void;
  onRowLimit(rowLimit: number | null): void;
  onOpenSql(sql: string): void;
  /** @param what - What the text is, in a word: `SQL`, `YAML`. */
  onCopy(text: string, what: string): void;
  onShowPart(join: RunnableJoin, step: number, part: JoinPart): void;
  /** Shows the join that an input is. */
  onOpenInner(alias: string): void;
  /** Opens the suggestions for the tables of this join; `apply` takes one over. Absent = there is no such panel. */
  readonly onSuggest?:
    | ((tables: readonly TableReference[], apply: (suggestion: Suggestion) => void) => void)
    | undefined;
}

export interface JoinHandle {
  /** Runs what is shown, after the questions that it needs; `rowLimit` instead of that of the tab. */
  run(rowLimit?: number | null): void;
  explain(): void;
  focus(): void;
}

export interface ResultsContext {
  readonly join: RunnableJoin | undefined;
  readonly step: number;
  readonly leftName: string;
  readonly rightName: string;
  readonly frame: XrayState['frame'];
}
