import { toErrorShape } from '../../lib/client/answer.ts';
import { joinFromSql } from '../../lib/client/joins.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { titleAs } from './title-as.ts';
import type { WorkbenchState } from './use-workbench.ts';

/** Why a statement is no join of the builder, and where it stops being one. */
export interface BeyondBuilder {
  readonly reason: string;
  /** Line in the document, from 1. */
  readonly line: number | undefined;
  /** Shows the place. */
  goTo(): void;
}

/** Opens the statement at the cursor as a join in a tab of its own; the statement stays as it is. What the builder cannot say is told. */
export async function openStatementInBuilder(
  { editor, active, documents, select }: WorkbenchState,
  say: (message: string) => void,
  tellBeyond: (beyond: BeyondBuilder) => void,
): Promise<void> {
  const [statement] = editor?.runnable().statements ?? [];
  if (editor === undefined || active === undefined || statement === undefined) return;
  try {
    const answer = await joinFromSql(statement.text);
    if ('document' in answer) {
      const text = JSON.stringify(answer.document, undefined, 2);
      select(
        await documents.create({ kind: 'join', title: titleAs(active.title, 'join'), text, rowLimit: active.rowLimit }),
      );
      return;
    }
    const { reason, position } = answer.beyond;
    const error: ErrorShape = {
      code: 'invalid_statement',
      class: 'user',
      message: `The join builder cannot show this: ${reason}`,
    };
    const place = position === undefined ? undefined : statement.offset + position.offset;
    editor.mark(active.id, error, statement.offset, position);
    tellBeyond({
      reason,
      line: place === undefined ? undefined : documents.text(active.id).slice(0, place).split('\n').length,
      goTo: () => editor.goTo(place ?? statement.offset),
    });
  } catch (thrown) {
    say(toErrorShape(thrown).message);
  }
}
