import type { PerformanceAnswer, PerformanceQuery } from '../../lib/contract/performance.ts';
import { openDatabase, stored } from './database.ts';
import { IN_MEMORY } from './figures/copy-file.ts';
import type { FigurePlace } from './figures/figure-source.ts';
import { FigureStore } from './figures/figure-store.ts';
import { figuresOfFile } from './figures/sqlite-figures.ts';
import { databasePath } from './migrate.ts';
import { readPerformance } from './performance.ts';
import type { Place } from './place.ts';
import { figuresOfPostgres } from './postgres/postgres-figures.ts';

/** Figures without opening a history: a server may run on it. Throws `not_found` where nothing is kept yet. */
export async function performanceOf(place: Place, query: PerformanceQuery): Promise<PerformanceAnswer> {
  if (place.database === undefined) return read(figuresOfFile(databasePath(place.dataDir)), query);
  const client = await openDatabase(place);
  try {
    return await read(figuresOfPostgres(client, IN_MEMORY), query);
  } finally {
    await client.$disconnect();
  }
}

async function read(place: FigurePlace, query: PerformanceQuery): Promise<PerformanceAnswer> {
  const figures = new FigureStore(place);
  try {
    return await stored(() => figures.read((reader) => readPerformance(reader, query)));
  } finally {
    await figures.close();
  }
}
