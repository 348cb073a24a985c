import { type ActionAnswer, unwrap } from '../../lib/client/answer.ts';
import type { Query, SaveQuery } from '../../lib/contract/query.ts';
import type { Run } from '../../lib/contract/run.ts';
import { QueryDialog } from '../queries/query-dialog.tsx';
import { titleOf } from './history-list.ts';

interface SaveRunDialogProps {
  readonly run: Run;
  /** Only what is saved can be shared: this is the first step to a link. */
  readonly isToShare: boolean;
  save(request: SaveQuery): Promise<ActionAnswer<Query>>;
  onSaved(queryId: string): void;
  onClose(): void;
}

/** Keeps the statement of a run as a query, with target, row limit and the values that its parameters had. */
export function SaveRunDialog({ run, isToShare, save, onSaved, onClose }: SaveRunDialogProps) {
  return (
    <QueryDialog
      heading={isToShare ? 'Save, then share' : 'Save as query'}
      description={
        isToShare
          ? 'A link belongs to a saved query: name it first, then choose how long the link opens and whether it shows this result.'
          : 'Kept under Queries with the values that its parameters had in this run.'
      }
      initial={{ title: titleOf(run.text), description: '', tags: '', collection: '' }}
      onClose={onClose}
      onSave={async (words) => {
        const { text, target, rowLimit, parameters = [] } = run;
        const content = { kind: 'statement', text, target, rowLimit, parameters } as const;
        onSaved(unwrap(await save({ ...content, ...words })).id);
      }}
    />
  );
}
