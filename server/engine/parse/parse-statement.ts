import type { DuckDBConnection } from '@duckdb/node-api';
import { JoineryError } from '../../errors.ts';
import { firstRow, parseDuckDBJson } from '../duckdb.ts';
import { type AstNode, type AstValue, childNode, isList, locationOf, walk } from './ast.ts';
import { positionAtByte } from './position.ts';

interface SerializedSql {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly AstValue[];
}

/**
 * Step 1: parses with DuckDB itself and lets exactly one SELECT pass. `connection` may be any; nothing is executed.
 * Throws `syntax_error`, `multiple_statements` or `not_a_select` with the position.
 */
export async function parseStatement(connection: DuckDBConnection, text: string): Promise<AstNode> {
  if (text.includes('\0'))
    throw new JoineryError('syntax_error', 'The statement holds a NUL character.', {
      hint: 'Remove the invisible character and run again.',
    });
  const [json] = await firstRow(
    connection,
    'SELECT json_serialize_sql($text::VARCHAR, skip_null := true, skip_empty := true)',
    { text },
  );
  const parsed = parseDuckDBJson(json ?? '{"error":true}') as SerializedSql;
  if (parsed.error) throw refusal(parsed, text);
  const statements = (parsed.statements ?? []).filter(
    (value): value is AstNode => typeof value === 'object' && value !== null && !isList(value),
  );
  const [statement, second] = statements;
  if (statement === undefined) {
    throw new JoineryError('syntax_error', 'There is no statement here.', {
      hint: 'Write a SELECT, or put the cursor into one.',
    });
  }
  if (second !== undefined) {
    throw new JoineryError('multiple_statements', 'There are two statements here; one is expected.', {
      hint: 'Run them one after the other, or remove the semicolon between them.',
      position: positionAtByte(text, firstLocation(second)),
    });
  }
  const node = childNode(statement, 'node');
  if (node === undefined) throw new JoineryError('not_a_select', 'Only a SELECT can run here.');
  for (const part of walk(node)) {
    if (part.class !== 'PARAMETER') continue;
    throw new JoineryError('invalid_statement', 'The statement has a parameter without a value.', {
      hint: 'Write the value itself in place of ? or $name.',
      position: positionAtByte(text, locationOf(part)),
    });
  }
  return node;
}

function firstLocation(node: AstNode): number | undefined {
  let first: number | undefined;
  for (const part of walk(node)) {
    const location = locationOf(part);
    if (location !== undefined && (first === undefined || location < first)) first = location;
  }
  return first;
}

function refusal(parsed: SerializedSql, text: string): JoineryError {
  const message = parsed.error_message ?? 'The statement cannot be read.';
  if (/only select statements/i.test(message)) {
    return new JoineryError('not_a_select', 'Only a single SELECT can run; Joinery never writes to a source.', {
      hint: 'Start the statement with SELECT, FROM, WITH or VALUES.',
      position: positionAtByte(text, leadingBlankBytes(text)),
    });
  }
  const near = /at or near "([^"]*)"/.exec(message)?.[1];
  return new JoineryError('syntax_error', capitalise(message), {
    position: positionAtByte(
      text,
      parsed.position === undefined ? undefined : Number(parsed.position),
      near?.length ?? 0,
    ),
  });
}

const leadingBlankBytes = (text: string): number =>
  Buffer.byteLength(/^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/.exec(text)?.[0] ?? '');
const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
