import type { JoinDocument } from '../../lib/contract/join.ts';
import type { JoinCounts } from '../../lib/contract/join-routes.ts';
import type { Probes } from '../probes/probes.ts';
import { partSql } from './parts.ts';
import type { Shapes } from './shapes.ts';
import { Asker } from './xray/asker.ts';
import { sideRows, sidesOf } from './xray/side.ts';

/** Exact rows of both sides with and without a partner, by aggregates: no row but the counts leaves the engine. */
export async function countParts(
  document: JoinDocument,
  step: number,
  { shapes, probes, signal, timeoutMs }: { shapes: Shapes; probes: Probes; signal: AbortSignal; timeoutMs: number },
): Promise<JoinCounts> {
  const asker = new Asker(probes, { parameters: document.parameters ?? [], timeoutMs, signal });
  const { left, right } = sidesOf(document, step, shapes);
  const count = async (sql: string): Promise<number> => Number((await asker.ask(sql, 1)).rows[0]?.[0] ?? 0);
  const without = (part: 'leftOnly' | 'rightOnly'): Promise<number> =>
    count(`SELECT count(*) AS n FROM (\n${partSql(document, step, part, shapes.columnsOf)}\n)`);
  const [leftRows, rightRows, leftOnly, rightOnly] = await Promise.all([
    count(`SELECT count(*) AS n\n${sideRows(left)}`),
    count(`SELECT count(*) AS n\n${sideRows(right)}`),
    without('leftOnly'),
    without('rightOnly'),
  ]);
  return {
    left: { matched: leftRows - leftOnly, only: leftOnly },
    right: { matched: rightRows - rightOnly, only: rightOnly },
  };
}
