import type { ActionAnswer } from '../../lib/client/answer.ts';
import type {
  DictionaryChange,
  DictionaryFormat,
  DictionaryImport,
  DictionaryTable,
  ImportReport,
  TableProposals,
} from '../../lib/contract/dictionary.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';

/** Server actions of the dictionary; the route passes them in. */
export interface DictionaryActions {
  save(change: DictionaryChange): Promise<ActionAnswer<DictionaryTable>>;
  propose(tables: TableReference[]): Promise<ActionAnswer<DictionaryTable[]>>;
  keepProposals(proposals: TableProposals): Promise<ActionAnswer<DictionaryTable>>;
  confirmAll(table: TableReference): Promise<ActionAnswer<DictionaryTable>>;
  dismiss(table: TableReference, column?: string): Promise<ActionAnswer<DictionaryTable>>;
  importDbt(request: DictionaryImport): Promise<ActionAnswer<ImportReport>>;
  exportAs(format: DictionaryFormat): Promise<ActionAnswer<{ readonly fileName: string; readonly text: string }>>;
}
