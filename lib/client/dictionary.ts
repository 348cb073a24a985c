import {
  type DictionaryList,
  type DictionaryQuery,
  type DictionaryTable,
  dictionaryListSchema,
  dictionaryTableSchema,
} from '../contract/dictionary.ts';
import type { TableReference } from '../contract/suggestion.ts';
import { fetchJson, query } from './fetch-json.ts';

export const fetchDictionary = (asked: DictionaryQuery, signal: AbortSignal): Promise<DictionaryList> =>
  fetchJson(dictionaryListSchema, query('/api/dictionary', asked), { signal });

export const fetchDictionaryTable = (table: TableReference, signal: AbortSignal): Promise<DictionaryTable> =>
  fetchJson(dictionaryTableSchema, query('/api/dictionary/table', table), { signal });
