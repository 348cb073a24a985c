import type { Metadata } from 'next';
import { DictionaryView } from '../../components/dictionary/dictionary-view.tsx';
import {
  confirmProposals,
  dismissProposals,
  exportDictionary,
  importDictionary,
  keepProposals,
  proposeDescriptions,
  saveDictionaryText,
} from '../actions/dictionary.ts';
import { requireSession } from '../session.ts';

export const metadata: Metadata = { title: 'Dictionary' };

/** What tables and columns mean. `?connection=&schema=&table=` shows one, so that its address can be sent. */
export default async function DictionaryPage() {
  await requireSession();
  return (
    <DictionaryView
      actions={{
        save: saveDictionaryText,
        propose: proposeDescriptions,
        keepProposals,
        confirmAll: confirmProposals,
        dismiss: dismissProposals,
        importDbt: importDictionary,
        exportAs: exportDictionary,
      }}
    />
  );
}
