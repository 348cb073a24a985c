import type { PerformanceAnswer, PerformanceQuery } from '../../lib/contract/performance.ts';
import { stored } from './database.ts';
import { FigureStore } from './figures/figure-store.ts';
import { databasePath } from './migrate.ts';
import { readPerformance } from './performance.ts';

/** Figures of a data folder without opening its history: nothing is written, and a server may run on it. Throws `not_found` where nothing is kept yet. */
export async function performanceOf(dataDir: string, query: PerformanceQuery): Promise<PerformanceAnswer> {
  const figures = new FigureStore(databasePath(dataDir));
  try {
    return await stored(() => figures.read((reader) => readPerformance(reader, query)));
  } finally {
    await figures.close();
  }
}
