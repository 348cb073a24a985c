/** Step 2: what the statement's names mean. */

import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { JoineryError } from '../../errors.ts';
import type { EngineDependencies } from '../engine.ts';
import type { AstNode } from '../parse/ast.ts';
import { positionAtByte } from '../parse/position.ts';
import { type References, readReferences } from '../parse/references.ts';
import type { Sessions } from '../sessions.ts';
import type { Relation } from './scan.ts';
import { refuseCollisions, relationKey } from './view-names.ts';

/** Relations of the statement, each once. Reads the catalog; native statements are proven and described by their source. */
export async function bindStatement(
  root: AstNode,
  text: string,
  dependencies: EngineDependencies,
  sessions: Sessions,
  signal: AbortSignal,
  parameters: readonly StatementParameter[] = [],
): Promise<readonly Relation[]> {
  const references = readReferences(root, text, dependencies.connectionIds);
  for (const reference of [...references.tables, ...references.natives]) checkConnection(reference, text, dependencies);
  const bound = await Promise.all([
    ...bindTables(references, text, dependencies),
    ...bindNatives(references, text, sessions, signal, parameters),
    ...bindResults(references, text, dependencies),
  ]);
  signal.throwIfAborted();
  refuseCollisions(bound);
  return [
    ...new Map(
      bound.map((relation) => [
        `${relationKey(relation)}${relation.kind === 'table' ? relation.viaDefaultSchema : ''}`,
        relation,
      ]),
    ).values(),
  ];
}

/** A connection that cannot be used is told at its place in the statement; the mistake's place in config.yaml stands in the message. */
function checkConnection(
  reference: { readonly connection: string; readonly location: number | undefined },
  text: string,
  dependencies: EngineDependencies,
): void {
  try {
    dependencies.connector(reference.connection);
  } catch (thrown) {
    if (!(thrown instanceof JoineryError)) throw thrown;
    const position = positionAtByte(text, reference.location, reference.connection.length);
    throw new JoineryError(thrown.code, thrown.message, {
      hint: thrown.hint,
      connection: reference.connection,
      position,
      cause: thrown,
    });
  }
}

function bindTables(references: References, text: string, dependencies: EngineDependencies): Promise<Relation>[] {
  return references.tables.map(async (reference): Promise<Relation> => {
    const table = await withPosition(
      dependencies.catalog.lookup(reference.connection, reference.schema, reference.name),
      text,
      reference.location,
    );
    return { kind: 'table', connection: reference.connection, table, viaDefaultSchema: reference.schema === undefined };
  });
}

function bindNatives(
  references: References,
  text: string,
  sessions: Sessions,
  signal: AbortSignal,
  parameters: readonly StatementParameter[],
): Promise<Relation>[] {
  // Nothing can be reduced by its keys then.
  const isAlone = references.natives.length + references.tables.length + references.results.length === 1;
  return references.natives.map(async (reference): Promise<Relation> => {
    const session = await withPosition(sessions.get(reference.connection), text, reference.location);
    try {
      return {
        kind: 'native',
        connection: reference.connection,
        sql: reference.sql,
        parameters,
        columns: await session.describe(reference.sql, signal, parameters),
        rowEstimate: isAlone ? undefined : await session.expectedRows?.(reference.sql, signal, parameters),
      };
    } catch (thrown) {
      throw nativeError(thrown, text, reference.sql, reference.sqlLocation);
    }
  });
}

function bindResults(references: References, text: string, dependencies: EngineDependencies): Promise<Relation>[] {
  return references.results.map(async ({ name, location }): Promise<Relation> => {
    const stored = await withPosition(dependencies.storedResult(name), text, location);
    const columns = stored.columns.map((column) => ({
      name: column.name,
      sourceType: column.type,
      type: column.type,
      nullable: true,
    }));
    return {
      kind: 'result',
      name,
      columns,
      origins: stored.columns.map(({ origin }) => origin),
      rows: stored.rows,
      title: stored.title,
    };
  });
}

async function withPosition<T>(promise: Promise<T>, text: string, location: number | undefined): Promise<T> {
  try {
    return await promise;
  } catch (thrown) {
    throw thrown instanceof JoineryError && thrown.position === undefined && thrown.class === 'user'
      ? new JoineryError(thrown.code, thrown.message, {
          ...thrown,
          position: positionAtByte(text, location),
          cause: thrown,
        })
      : thrown;
  }
}

/** The source's position counts in the native text; where that stands literally in the statement, the position is moved there. */
function nativeError(thrown: unknown, text: string, sql: string, sqlLocation: number | undefined): unknown {
  if (!(thrown instanceof JoineryError)) return thrown;
  const literal = positionAtByte(text, sqlLocation);
  const start = literal === undefined ? -1 : text.indexOf(sql, literal.offset);
  const inner = thrown.position;
  const offset = start < 0 || inner === undefined ? literal?.offset : start + inner.offset;
  const position =
    offset === undefined
      ? undefined
      : positionAtByte(text, Buffer.byteLength(text.slice(0, offset)), inner?.length ?? 0);
  return new JoineryError(thrown.code, thrown.message, { ...thrown, position, cause: thrown });
}
