import type { CatalogTable, ColumnsAnswer, SearchHit } from '../contract/catalog.ts';
import { fetchColumns, fetchTables, searchCatalog } from './catalog.ts';

/** Answers of the catalog that completion and hover ask again and again. Bounded; emptied when metadata changes. */
export class CatalogCache {
  readonly #answers = new Map<string, Promise<unknown>>();
  readonly #limit = 300;

  clear(): void {
    this.#answers.clear();
  }

  columns(connection: string, schema: string, table: string): Promise<ColumnsAnswer> {
    return this.#remember(`c\0${connection}\0${schema}\0${table}`, () => fetchColumns(connection, schema, table));
  }

  /** First tables of a schema; longer lists are for `search`. */
  tables(connection: string, schema: string): Promise<readonly CatalogTable[]> {
    return this.#remember(`t\0${connection}\0${schema}`, async () => {
      return (await fetchTables(connection, schema, 0, 500)).tables;
    });
  }

  search(query: string): Promise<readonly SearchHit[]> {
    return this.#remember(`s\0${query}`, async () => (await searchCatalog(query, 50)).hits);
  }

  #remember<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known !== undefined) return known as Promise<T>;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    if (this.#answers.size > this.#limit) this.#answers.delete(this.#answers.keys().next().value ?? key);
    return answer;
  }
}

/** The page's one cache. */
export const catalogCache = new CatalogCache();
