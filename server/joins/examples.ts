import type { JoinDocument, KeySide } from '../../lib/contract/join.ts';
import type { JoinExamples, SideExamples } from '../../lib/contract/join-routes.ts';
import { inputByAlias } from '../../lib/join/inputs.ts';
import { rowsSql } from '../../lib/join/join-sql.ts';
import { columnSql, keySideSql } from '../../lib/join/normaliser-sql.ts';
import { typeOf } from '../../lib/join/shape.ts';
import { Cancelled, JoineryError, toJoineryError } from '../errors.ts';
import type { Probes } from '../probes/probes.ts';
import type { Shapes } from './shapes.ts';
import { Asker } from './xray/asker.ts';

/** Rows looked at for examples. */
const LOOKED_AT = 1_000;
const MOST_EXAMPLES = 8;
const MOST_FAILING = 3;

/** What one key's normalisers do to a few values; each side answers for itself. */
export async function keyExamples(
  document: JoinDocument,
  step: number,
  key: number,
  { shapes, probes, signal, timeoutMs }: { shapes: Shapes; probes: Probes; signal: AbortSignal; timeoutMs: number },
): Promise<JoinExamples> {
  const what = document.steps[step];
  const found = what?.kind === 'join' ? what.keys[key] : undefined;
  if (found === undefined) throw new JoineryError('bad_request', `Step ${step + 1} has no key ${key + 1}.`);
  const asker = new Asker(probes, { parameters: document.parameters ?? [], timeoutMs, signal });
  const side = (one: KeySide): Promise<SideExamples> =>
    sideExamples(document, one, shapes, asker).catch((thrown: unknown) => {
      if (thrown instanceof Cancelled) throw thrown;
      return { examples: [], error: toJoineryError(thrown).toShape() };
    });
  const [left, right] = await Promise.all([side(found.left), side(found.right)]);
  return { left, right };
}

async function sideExamples(
  document: JoinDocument,
  side: KeySide,
  shapes: Shapes,
  asker: Asker,
): Promise<SideExamples> {
  const input = inputByAlias(document, side.input);
  if (input === undefined) throw new JoineryError('bad_request', `There is no input "${side.input}".`);
  const { columns: _, ...whole } = document;
  const raw = columnSql(side.input, side.column);
  const from = rowsSql({ ...whole, inputs: [input], steps: [] }, shapes.columnsOf, [`${raw} IS NOT NULL`]);
  const type = typeOf(input, side.column, shapes.columnsOf);
  const after = keySideSql(side, { sql: 'v', type }).sql;
  const { rows } = await asker.ask(
    `SELECT DISTINCT CAST(v AS VARCHAR) AS before_it, CAST(${after} AS VARCHAR) AS after_it
FROM (SELECT ${raw} AS v\n${from}\nLIMIT ${LOOKED_AT})
ORDER BY after_it IS NULL DESC, before_it = after_it, before_it LIMIT 200`,
    200,
  );
  const all = rows.map(([before, changed]) => ({
    before: String(before),
    after: changed === null ? null : String(changed),
  }));
  const failing = all.filter(({ after: changed }) => changed === null).slice(0, MOST_FAILING);
  const others = all.filter(({ after: changed }) => changed !== null).slice(0, MOST_EXAMPLES - failing.length);
  return { examples: [...others, ...failing] };
}
