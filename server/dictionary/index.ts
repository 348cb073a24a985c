/** The dictionary's front door: its service over the files, the catalog, and the figures that suggestions keep of samples. */
import type { LiveCatalog } from '../catalog/catalog.ts';
import { ProfileStore } from '../joins/suggest/memory/profile-store.ts';
import type { Log } from '../log.ts';
import type { DictionaryService } from '../workbench.ts';
import type { FactsOf } from './compose.ts';
import { createDictionary } from './dictionary.ts';
import type { DictionaryStore } from './store.ts';

export interface OpenDictionary {
  readonly catalog: LiveCatalog;
  readonly store: DictionaryStore;
  readonly dataDir: string;
  readonly log: Pick<Log, 'warn'>;
}

export function openDictionary({ catalog, store, dataDir, log }: OpenDictionary): DictionaryService {
  const profiles = new ProfileStore(dataDir);
  store.onChange = (connection) =>
    void catalog
      .describeAnew(connection)
      .catch((err: unknown) =>
        log.warn({ connection, err }, `The new descriptions of ${connection} are not shown yet`),
      );
  return createDictionary({
    catalog,
    store,
    async factsOf(connection, info): Promise<FactsOf> {
      const readAt = catalog.connections().connections.find(({ id }) => id === connection)?.introspectedAt;
      const profile = readAt === undefined ? undefined : await profiles.read({ connection, info }, readAt, Date.now());
      return (column) => {
        const values = profile?.columns.find(({ name }) => name === column)?.values;
        if (values === undefined) return undefined;
        const { rows, distinct, nonNull, isWhole } = values;
        return { rows, distinct, isWhole, empty: rows === 0 ? 0 : Math.max(0, rows - nonNull) / rows };
      };
    },
  });
}
