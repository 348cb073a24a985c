import { z } from 'zod';
import type { TabState } from '../../lib/client/document-store.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import { type StatementParameter, statementParameterSchema } from '../../lib/contract/parameter.ts';
import type { Query, QueryVersion, SaveQuery } from '../../lib/contract/query.ts';
import { parameterNames } from '../../lib/sql/statement-parameters.ts';

/** What a tab gives to a query: its text and how it runs. */
export type TabContent = Pick<SaveQuery, 'kind' | 'text' | 'target' | 'rowLimit' | 'parameters'>;

/** Values of placeholders that the text no longer has stay behind. */
export function contentOf({ id, kind, target, rowLimit }: TabState, text: string): TabContent {
  const names = new Set(parameterNames(text));
  const parameters =
    kind === 'join' ? parametersOfJoin(text) : parameterStore.get(id).filter(({ name }) => names.has(name));
  return { kind, text, target, rowLimit, parameters };
}

const joinSchema = z.object({ parameters: z.array(statementParameterSchema).default([]) });

/** A join holds its values itself. */
function parametersOfJoin(text: string): StatementParameter[] {
  try {
    return joinSchema.parse(JSON.parse(text)).parameters;
  } catch {
    // A join that is not whole yet has none.
    return [];
  }
}

/** Whether two versions hold the same statement; titles may differ. */
export const isSameContent = (a: TabContent | QueryVersion | Query, b: TabContent | QueryVersion | Query): boolean =>
  keyOf(a) === keyOf(b);

const keyOf = ({ kind, text, target, rowLimit, parameters }: TabContent): string =>
  JSON.stringify([kind, text, target, rowLimit, parameters]);
