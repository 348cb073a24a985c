import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { Measured, XrayFrame } from '../../lib/contract/join-xray.ts';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { FEDERATED } from '../../lib/contract/run.ts';
import { readJoinYaml } from '../../lib/join/yaml-read.ts';
import { JoineryError } from '../../server/errors.ts';
import { PROBE_FETCH_MS } from '../../server/joins/xray/limits.ts';
import type { JoinService } from '../../server/workbench.ts';
import { openConfig } from '../open-config.ts';
import { openEngine } from '../open-engine.ts';
import { openJoins } from '../open-joins.ts';
import { writeOutput } from '../output.ts';
import { collectParameter } from '../parameter.ts';
import { withStatement } from '../print-error.ts';
import { type RunOptions, withRunOptions } from '../run-options.ts';
import { stopSignal } from '../stop-signal.ts';

interface JoinOptions extends RunOptions {
  readonly sql?: boolean;
  readonly xray?: boolean;
  readonly exact?: boolean;
  readonly param?: readonly StatementParameter[];
}

export function joinCommand(): Command {
  const command = new Command('join')
    .description('run a join document (docs/join-documents.md) and print its result')
    .argument('<file>', 'the document as YAML');
  return withRunOptions(command)
    .option('--sql', 'print the SQL of the document and do not run it')
    .option('--xray', 'print how well each step fits, measured on the sources, and do not run it')
    .option('--exact', 'with --xray: count both sides whatever their size; as long as a run may take')
    .option('--param <name=value>', 'value of a parameter of the document, whose type it has', collectParameter)
    .action(runJoin);
}

async function runJoin(file: string, options: JoinOptions): Promise<void> {
  const document = withValues(await readDocument(file), options.param ?? []);
  const signal = stopSignal();
  const opened = await openConfig(options, 'error');
  const session = await openEngine(
    opened.config,
    opened.log,
    options.xray === true && options.exact !== true ? { maxFetchMs: PROBE_FETCH_MS } : {},
  );
  try {
    const joins = openJoins(session, opened.config.limits.runTimeMs);
    const { sql } = await joins.toSql(document);
    if (options.sql === true) process.stdout.write(`${sql}\n`);
    else if (options.xray === true) await printXray(joins, document, options, signal);
    else {
      const resultPath = path.join(session.folder, 'result.duckdb');
      const request = {
        runId: `${process.pid}`,
        text: sql,
        target: FEDERATED,
        rowLimit: options.limit === false ? null : options.limit,
        pushdown: 'safe' as const,
        parameters: document.parameters,
        resultPath,
      };
      const outcome = await session.engine
        .run(request, signal, () => {})
        .catch((thrown: unknown) => {
          throw withStatement(thrown, sql);
        });
      const { format, out } = options;
      await writeOutput({ path: resultPath, columns: outcome.columns, format, out, signal });
      if (outcome.truncated)
        process.stderr.write(`First ${outcome.rows} rows; there are more. --limit N or --no-limit gives them.\n`);
    }
  } finally {
    await session.close();
    await opened.close();
  }
}

async function readDocument(file: string): Promise<JoinDocument> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new JoineryError('bad_request', `The file ${file} cannot be read.`, { cause });
  });
  const read = readJoinYaml(text);
  if ('document' in read) return read.document;
  const [first, ...more] = read.mistakes;
  const further = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new JoineryError(
    'bad_request',
    `${file}, line ${first?.line ?? 1}, column ${first?.column ?? 1}: ${first?.message ?? 'this is no join document'}${further}`,
    { hint: 'docs/join-documents.md shows the form.' },
  );
}

/** Values of the command line in the place of those that the document remembers; types are the document's. */
function withValues(document: JoinDocument, given: readonly StatementParameter[]): JoinDocument {
  const known = document.parameters ?? [];
  for (const { name } of given) {
    if (known.some((parameter) => parameter.name === name)) continue;
    throw new JoineryError('bad_request', `The document has no parameter "${name}".`, {
      hint: known.length === 0 ? 'It has none.' : `It has: ${known.map((parameter) => parameter.name).join(', ')}.`,
    });
  }
  const parameters = known.map((parameter) => {
    const value = given.find(({ name }) => name === parameter.name)?.value;
    if (value === undefined) return parameter;
    return { ...parameter, value: parameter.type === 'text_list' && typeof value === 'string' ? [value] : value };
  });
  return parameters.length === 0 ? document : { ...document, parameters };
}

async function printXray(
  joins: JoinService,
  document: JoinDocument,
  { format, exact: isExact }: JoinOptions,
  signal: AbortSignal,
): Promise<void> {
  const frames: XrayFrame[] = [];
  for (const step of document.steps.keys()) {
    let last: XrayFrame | undefined;
    for await (const frame of joins.xray(document, step, signal, { isExact })) last = frame;
    if (last !== undefined) frames.push(last);
  }
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(frames, undefined, 2)}\n` : frames.map(xrayText).join('\n'),
  );
}

const spell = (measured: Measured | undefined): string =>
  measured === undefined
    ? 'not measured'
    : `${measured.isExact ? '' : 'about '}${measured.value.toLocaleString('en-GB')}`;

function xrayText(frame: XrayFrame): string {
  const sides = [frame.left, frame.right].map((side) =>
    [
      `  ${side.input}: ${spell(side.rows)} rows, ${spell(side.matchedRows)} with a partner`,
      `    keys: ${spell(side.distinctKeys)} distinct, ${spell(side.duplicateKeys)} more than once, ${spell(side.nullKeys)} NULL, ${spell(side.failedRows)} failed to convert`,
    ].join('\n'),
  );
  const fanOut = frame.fanOut === undefined ? '' : ` (${frame.fanOut.toFixed(2)}x)`;
  return [
    `Step ${frame.step + 1}: ${spell(frame.expectedRows)} rows${fanOut}; ${frame.queries} queries, ${frame.rowsRead.toLocaleString('en-GB')} rows read, ${frame.ms} ms`,
    ...sides,
    ...frame.warnings.map(({ message }) => `  ! ${message}`),
    ...(frame.error === undefined ? [] : [`  ! ${frame.error.message}`]),
    '',
  ].join('\n');
}
