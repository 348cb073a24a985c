import type { BlockDialect, BlockQuery } from '../../connectors/block.ts';
import type { BlockRequest } from '../../connectors/connector.ts';

interface BlockFetch {
  readonly request: BlockRequest;
  /** Positions among the block's outputs of those that are sent. */
  readonly positions: readonly number[];
}

/** The block with only those of its outputs that the statement reads, or that it groups, sorts or chooses by. Whole where its dialect will not have it otherwise. */
export function readOutputs(
  whole: BlockRequest,
  query: BlockQuery,
  read: readonly number[],
  dialect: BlockDialect | undefined,
): BlockFetch {
  const all = { request: whole, positions: query.outputs.map((_, index) => index) };
  const asked = new Set([...read, ...[...query.orderBy, ...query.having].map(({ output }) => output)]);
  const positions = all.positions.filter(
    (index) => asked.has(index) || (query.isGrouped && query.outputs[index]?.value.kind === 'column'),
  );
  if (dialect === undefined || positions.length === all.positions.length) return all;
  const moved = <Part extends { readonly output: number }>(part: Part): Part => ({
    ...part,
    output: positions.indexOf(part.output),
  });
  const kept: BlockQuery = {
    ...query,
    outputs: query.outputs.filter((_, index) => positions.includes(index)),
    orderBy: query.orderBy.map(moved),
    having: query.having.map(moved),
  };
  const rendered = dialect.render(kept);
  return 'refused' in rendered ? all : { request: { kind: 'block', ...rendered, query: kept }, positions };
}
