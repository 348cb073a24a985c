'use server';

import { z } from 'zod';
import {
  type DictionaryChange,
  type DictionaryFormat,
  type DictionaryImport,
  type DictionaryTable,
  dictionaryChangeSchema,
  dictionaryFormatSchema,
  dictionaryImportSchema,
  type ImportReport,
  type TableProposals,
  tableProposalsSchema,
} from '../../lib/contract/dictionary.ts';
import { type TableReference, tableReferenceSchema } from '../../lib/contract/suggestion.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

const MOST_AT_ONCE = 200;

/** One description. `conflict` if somebody else changed it meanwhile. */
export async function saveDictionaryText(change: DictionaryChange): Promise<Outcome<DictionaryTable>> {
  return outcomeOf(async () => (await workbench()).dictionary.save(parseInput(dictionaryChangeSchema, change)));
}

/** Proposals from names and keys, which wait for a person. */
export async function proposeDescriptions(tables: TableReference[]): Promise<Outcome<DictionaryTable[]>> {
  return outcomeOf(async () =>
    (await workbench()).dictionary.propose(parseInput(z.array(tableReferenceSchema).max(MOST_AT_ONCE), tables)),
  );
}

/** What a model proposed, to wait for a person. */
export async function keepProposals(proposals: TableProposals): Promise<Outcome<DictionaryTable>> {
  return outcomeOf(async () =>
    (await workbench()).dictionary.keepProposals(parseInput(tableProposalsSchema, proposals)),
  );
}

export async function confirmProposals(table: TableReference): Promise<Outcome<DictionaryTable>> {
  return outcomeOf(async () => (await workbench()).dictionary.confirmAll(parseInput(tableReferenceSchema, table)));
}

/** `column` absent = all of the table; '' = the one of the table itself. */
export async function dismissProposals(table: TableReference, column?: string): Promise<Outcome<DictionaryTable>> {
  return outcomeOf(async () =>
    (await workbench()).dictionary.dismiss(
      parseInput(tableReferenceSchema, table),
      parseInput(z.string().optional(), column),
    ),
  );
}

/** What dbt properties would change, or have changed. */
export async function importDictionary(request: DictionaryImport): Promise<Outcome<ImportReport>> {
  return outcomeOf(async () => (await workbench()).dictionary.importDbt(parseInput(dictionaryImportSchema, request)));
}

/** All descriptions as a file's text. */
export async function exportDictionary(format: DictionaryFormat): Promise<Outcome<{ fileName: string; text: string }>> {
  return outcomeOf(async () => (await workbench()).dictionary.exportAs(parseInput(dictionaryFormatSchema, format)));
}
