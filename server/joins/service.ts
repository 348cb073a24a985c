/** The join service: documents as SQL and back, the X-ray, and what a join leaves behind. */
import type { Probes } from '../probes/probes.ts';
import type { JoinService } from '../workbench.ts';
import { countParts } from './counts.ts';
import { readJoinSql } from './document/read-sql.ts';
import { refuseMistakes, toSql } from './document/to-sql.ts';
import { keyExamples } from './examples.ts';
import { partSql } from './parts.ts';
import { readShapes, type ShapeReader } from './shapes.ts';
import { xray } from './xray/xray.ts';

export interface JoinDependencies extends ShapeReader {
  readonly probes: Probes;
  readonly connectionIds: () => readonly string[];
  readonly lookup: (
    connection: string,
    schema: string | undefined,
    name: string,
  ) => Promise<{ schema: string; name: string }>;
  /** Counts after a run may take as long as the run. */
  readonly runTimeMs: number;
}

export function createJoinService(dependencies: JoinDependencies): JoinService {
  const { probes, runTimeMs } = dependencies;
  const never = new AbortController().signal;
  return {
    async toSql(document) {
      const { columnsOf } = await readShapes(document, dependencies, never);
      return toSql(document, columnsOf);
    },
    fromSql: (sql) => readJoinSql(sql, dependencies),
    async *xray(document, step, signal) {
      yield* xray(document, step, { shapes: await readShapes(document, dependencies, signal), probes, signal });
    },
    async partSql(document, step, part) {
      const { columnsOf } = await readShapes(document, dependencies, never);
      refuseMistakes(document, columnsOf);
      return partSql(document, step, part, columnsOf);
    },
    async counts(document, step, signal) {
      const shapes = await readShapes(document, dependencies, signal);
      refuseMistakes(document, shapes.columnsOf);
      return countParts(document, step, { shapes, probes, signal, timeoutMs: runTimeMs });
    },
    async examples(document, step, key, signal) {
      const shapes = await readShapes(document, dependencies, signal);
      return keyExamples(document, step, key, { shapes, probes, signal });
    },
  };
}
