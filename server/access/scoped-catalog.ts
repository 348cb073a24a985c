/** The catalog as the current caller sees it: connections that they may not use are not there. */
import type { CatalogService } from '../workbench.ts';
import { currentCaller, mayUseNow, unknownConnection } from './current-caller.ts';

export function scopedCatalog(catalog: CatalogService): CatalogService {
  const check = (connection: string): void => {
    if (!mayUseNow(connection)) throw unknownConnection(connection);
  };
  return {
    connections() {
      const { connections, ...rest } = catalog.connections();
      // Where the file lies is for those who keep the server.
      const configPath = (currentCaller()?.role ?? 'admin') === 'admin' ? rest.configPath : 'config.yaml';
      return { configPath, connections: connections.filter(({ id }) => mayUseNow(id)) };
    },
    async schemas(connection) {
      check(connection);
      return catalog.schemas(connection);
    },
    async tables(connection, schema, window) {
      check(connection);
      return catalog.tables(connection, schema, window);
    },
    async columns(connection, schema, table) {
      check(connection);
      return catalog.columns(connection, schema, table);
    },
    search: (query, limit) => catalog.search(query, limit, mayUseNow),
    async lookup(connection, schema, name) {
      check(connection);
      return catalog.lookup(connection, schema, name);
    },
    async refresh(connection) {
      if (connection !== undefined) {
        check(connection);
        return catalog.refresh(connection);
      }
      const mine = catalog.connections().connections.filter(({ id }) => mayUseNow(id));
      await Promise.all(mine.map(({ id }) => catalog.refresh(id)));
    },
    close: () => catalog.close(),
  };
}
