/**
 * Wall 1 for native statements: PostgreSQL's own grammar (libpg-query) reads the text, and its whole tree is walked. Fail closed: a kind of
 * node that is not known here is refused, and so is whatever the parser cannot read.
 */
import { hasSqlDetails, parse } from 'libpg-query';
import { JoineryError, positionAt } from '../../errors.ts';
import { isAllowedFunction } from './allowed-functions.ts';
import { characterOffset } from './errors.ts';

/** Every kind of node that a reading statement may consist of. */
const readingNodes = new Set(
  `SelectStmt ResTarget ColumnRef A_Star A_Const A_Expr BoolExpr NullTest BooleanTest CaseExpr CaseWhen CoalesceExpr MinMaxExpr
  FuncCall NamedArgExpr TypeCast TypeName CollateClause SubLink A_ArrayExpr A_Indirection A_Indices RowExpr String Integer Float Boolean
  BitString List RangeVar RangeSubselect RangeFunction RangeTableSample RangeTableFunc RangeTableFuncCol JoinExpr Alias ColumnDef
  SortBy WindowDef WithClause CommonTableExpr CTESearchClause CTECycleClause GroupingSet GroupingFunc GroupClause SQLValueFunction XmlExpr
  XmlSerialize JsonTable JsonTableColumn JsonTablePathSpec JsonFuncExpr JsonObjectConstructor JsonArrayConstructor
  JsonArrayQueryConstructor JsonObjectAgg JsonArrayAgg JsonAggConstructor JsonKeyValue JsonValueExpr JsonFormat JsonOutput JsonReturning
  JsonArgument JsonBehavior JsonIsPredicate JsonParseExpr JsonScalarExpr JsonSerializeExpr SetToDefault`
    .split(/\s+/)
    .filter(Boolean),
);

interface Refusal {
  readonly code: 'not_a_select' | 'not_allowed' | 'invalid_statement';
  readonly message: string;
  readonly hint?: string;
  /** In bytes, as the parser counts. */
  readonly location: number;
}

/** The one SELECT in `sql`, without what follows its semicolon. */
export async function proveSelect(sql: string, connection: string): Promise<string> {
  const statements = await parsed(sql, connection);
  const [first, second] = statements;
  const refuse = (
    refusal: Pick<Refusal, 'message' | 'hint' | 'location'> & { code: ConstructorParameters<typeof JoineryError>[0] },
  ) =>
    new JoineryError(refusal.code, refusal.message, {
      connection,
      hint: refusal.hint,
      position: positionAt(sql, byteOffset(sql, refusal.location)),
    });
  if (first === undefined) {
    throw refuse({ code: 'syntax_error', message: 'There is no statement to run.', location: 0 });
  }
  if (second !== undefined) {
    const location = firstLetter(sql, second.stmt_location ?? 0);
    throw refuse({ code: 'multiple_statements', message: 'Only one statement can run at a time.', location });
  }
  const start = first.stmt_location ?? 0;
  const [tag, tree] = Object.entries(first.stmt ?? {})[0] ?? ['', undefined];
  if (tag !== 'SelectStmt') {
    const location = firstLetter(sql, start);
    throw refuse({
      code: 'not_a_select',
      message: 'Only a SELECT can run; Joinery never writes to a source.',
      location,
    });
  }
  const refusal = refusalIn(tree, firstLetter(sql, start));
  if (refusal) throw refuse(refusal);
  const bytes = Buffer.from(sql);
  const text = bytes.subarray(start, first.stmt_len === undefined ? undefined : start + first.stmt_len).toString();
  return text.trim();
}

interface ParsedStatement {
  readonly stmt?: object;
  readonly stmt_location?: number;
  readonly stmt_len?: number;
}

async function parsed(sql: string, connection: string): Promise<readonly ParsedStatement[]> {
  if (sql.trim() === '') return [];
  if (sql.includes('\0'))
    throw new JoineryError('syntax_error', 'The statement holds a NUL character.', { connection });
  try {
    return ((await parse(sql)) as { stmts?: ParsedStatement[] }).stmts ?? [];
  } catch (thrown) {
    const details = hasSqlDetails(thrown) ? thrown.sqlDetails : undefined;
    const message = details?.message ?? 'The statement is too long or too deeply nested to be read.';
    const word = /at or near "(.*)"$/s.exec(message)?.[1] ?? '';
    throw new JoineryError('syntax_error', message, {
      connection,
      position: details && positionAt(sql, characterOffset(sql, details.cursorPosition), word.length),
      cause: thrown,
    });
  }
}

/** Why the tree below `node` may not run; undefined if it may. Not recursive by call: trees can be deep. */
function refusalIn(root: unknown, start: number): Refusal | undefined {
  const open: { readonly node: unknown; readonly location: number }[] = [{ node: root, location: start }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, location } = next;
    if (typeof node !== 'object' || node === null) continue;
    if (Array.isArray(node)) {
      open.push(...node.map((member) => ({ node: member, location })));
      continue;
    }
    const here = locationOf(node) ?? location;
    for (const [key, value] of Object.entries(node)) {
      const refusal = /^[A-Z]/.test(key)
        ? refusalOfNode(key, value, locationOf(value) ?? here)
        : refusalOfField(key, here);
      if (refusal) return refusal;
      open.push({ node: value, location: here });
    }
  }
  return undefined;
}

function refusalOfNode(tag: string, value: unknown, location: number): Refusal | undefined {
  if (tag === 'ParamRef') {
    return { code: 'invalid_statement', message: 'The statement has a parameter without a value.', location };
  }
  if (!readingNodes.has(tag)) {
    return {
      code: 'not_a_select',
      message: /Stmt$/.test(tag)
        ? 'A statement that writes stands inside; only a SELECT can run.'
        : 'The statement does more than read.',
      location,
    };
  }
  return tag === 'FuncCall' ? refusalOfFunction(value, location) : undefined;
}

function refusalOfField(key: string, location: number): Refusal | undefined {
  if (key === 'intoClause') {
    return { code: 'not_a_select', message: 'SELECT ... INTO makes a table; only reading is possible.', location };
  }
  if (key === 'lockingClause') {
    return { code: 'not_a_select', message: 'FOR UPDATE and FOR SHARE lock rows; only reading is possible.', location };
  }
  return undefined;
}

function refusalOfFunction(call: unknown, location: number): Refusal | undefined {
  const parts = (call as { funcname?: readonly { String?: { sval?: string } }[] }).funcname ?? [];
  const name = parts.at(-1)?.String?.sval ?? '';
  if (name !== '' && isAllowedFunction(name)) return undefined;
  return {
    code: 'not_allowed',
    message: `The function ${name} may do more than read and is closed here.`,
    hint: 'Leave it out, or ask the keeper of the source for a view that holds what you need.',
    location,
  };
}

function locationOf(node: unknown): number | undefined {
  const location = (node as { location?: unknown } | null)?.location;
  return typeof location === 'number' && location >= 0 ? location : undefined;
}

const byteOffset = (text: string, bytes: number) => Buffer.from(text).subarray(0, bytes).toString().length;

/** Where the statement at byte `start` really begins: behind blanks and comments. */
function firstLetter(sql: string, start: number): number {
  const rest = Buffer.from(sql).subarray(start).toString();
  const skipped = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|;)*/.exec(rest)?.[0] ?? '';
  return start + Buffer.byteLength(skipped);
}
