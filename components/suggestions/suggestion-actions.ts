import type { Suggestion } from '../../lib/contract/suggestion.ts';

/** What the screen does with suggestions; several are the edges of a tree and make one join. */
export interface SuggestionActions {
  /** Where `apply` puts it, in words: into the join that is shown, or below the statement. */
  readonly applyTitle: string;
  apply(suggestions: readonly Suggestion[]): void;
  preview(suggestions: readonly Suggestion[]): void;
  /** As a join in a tab of its own; absent where `apply` does that already. */
  readonly openInBuilder?: ((suggestions: readonly Suggestion[]) => void) | undefined;
}
