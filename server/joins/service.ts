/** The join service: documents as SQL and back, the X-ray, and what a join leaves behind. */
import { nestedStep } from '../../lib/join/nest.ts';
import { SqlReader } from '../engine/sql-reader.ts';
import type { Probes } from '../probes/probes.ts';
import type { JoinService } from '../workbench.ts';
import { countParts } from './counts.ts';
import { readJoinSql } from './document/read-sql.ts';
import { refuseMistakes, toSql } from './document/to-sql.ts';
import { keyExamples } from './examples.ts';
import { partSql } from './parts.ts';
import { readShapes, type ShapeReader } from './shapes.ts';
import { PROBE_TIMEOUT_MS } from './xray/limits.ts';
import { xray } from './xray/xray.ts';

export interface JoinDependencies extends ShapeReader {
  readonly probes: Probes;
  readonly connectionIds: () => readonly string[];
  readonly lookup: (
    connection: string,
    schema: string | undefined,
    name: string,
  ) => Promise<{ schema: string; name: string }>;
  readonly runTimeMs: number;
  /** For counts after a run; they may take as long as the run. */
  readonly counter: Probes;
  /** Whether keys drawn elsewhere may be sent into queries of the connection. */
  readonly allowsProbes: (connection: string) => boolean;
  /** How long one small question may take in all; see `xray/limits.ts`. */
  readonly probeTimeoutMs?: number | undefined;
}

export function createJoinService(dependencies: JoinDependencies): JoinService {
  const { probes, counter, allowsProbes, runTimeMs, probeTimeoutMs = PROBE_TIMEOUT_MS } = dependencies;
  let reader: Promise<SqlReader> | undefined;
  const never = new AbortController().signal;
  return {
    async toSql(document) {
      const { columnsOf } = await readShapes(document, dependencies, never);
      return toSql(document, columnsOf);
    },
    async fromSql(sql) {
      reader ??= SqlReader.create();
      reader.catch(() => {
        reader = undefined;
      });
      return readJoinSql(sql, dependencies, await reader);
    },
    async *xray(document, step, signal, { isExact = false } = {}) {
      const shapes = await readShapes(document, dependencies, signal);
      const place = nestedStep(document, step, shapes.columnsOf);
      const how = isExact
        ? { probes: counter, timeoutMs: runTimeMs, cheapRows: Number.POSITIVE_INFINITY }
        : { probes, timeoutMs: probeTimeoutMs };
      const frames = xray(place.document, place.step, { shapes, allowsProbes, signal, ...how });
      for await (const frame of frames) yield { ...frame, step };
    },
    async partSql(document, step, part) {
      const { columnsOf } = await readShapes(document, dependencies, never);
      refuseMistakes(document, columnsOf);
      const place = nestedStep(document, step, columnsOf);
      return partSql(place.document, place.step, part, columnsOf);
    },
    async counts(document, step, signal) {
      const shapes = await readShapes(document, dependencies, signal);
      refuseMistakes(document, shapes.columnsOf);
      const place = nestedStep(document, step, shapes.columnsOf);
      return countParts(place.document, place.step, { shapes, probes: counter, signal, timeoutMs: runTimeMs });
    },
    async examples(document, step, key, signal) {
      const shapes = await readShapes(document, dependencies, signal);
      const place = nestedStep(document, step, shapes.columnsOf);
      return keyExamples(place.document, place.step, key, { shapes, probes, signal, timeoutMs: probeTimeoutMs });
    },
  };
}
