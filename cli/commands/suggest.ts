import { Command, Option } from 'commander';
import type { SuggestFrame, TableReference } from '../../lib/contract/suggestion.ts';
import { JoineryError } from '../../server/errors.ts';
import { COMMAND_TIMEOUT_MS } from '../../server/joins/suggest/read/limits.ts';
import { openSuggestService } from '../../server/joins/suggest/suggest-service.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';
import { type OpenEngine, openEngine } from '../open-engine.ts';
import { probesOf } from '../probes-of.ts';
import { stopSignal } from '../stop-signal.ts';
import { printSuggestions } from '../suggestions.ts';
import { tableNamesIn } from '../table-names.ts';
import { predictCases } from './suggest-cases.ts';

interface SuggestOptions extends ConfigOptions {
  readonly tables?: string;
  readonly partners?: string;
  readonly json?: boolean;
  readonly cases?: string;
  readonly out?: string;
}

export function suggestCommand(): Command {
  return new Command('suggest')
    .description('propose joins between tables, proven on their data')
    .option('--config <file>', 'config.yaml to use (default: $JOINERY_CONFIG, ./config.yaml, the demo)')
    .option('--demo', 'start the demo sources for this command')
    .option('--tables <names>', 'tables to join, separated by commas: shop.public.orders,crm.main.accounts')
    .option('--partners <name>', 'which tables of all connections join to this one')
    .option('--json', 'print the suggestions as JSON')
    .addOption(new Option('--cases <file>', 'evaluation cases, a JSON object a line').conflicts(['tables', 'partners']))
    .option('--out <file>', 'where the predictions for --cases go')
    .action(async (options: SuggestOptions) => {
      const signal = stopSignal();
      const opened = await openConfig(options, 'error');
      const session = await openEngine(opened.config, opened.log);
      try {
        if (options.cases !== undefined)
          await predictCases(session, { cases: options.cases, out: options.out, signal });
        else print(await suggest(session, options, opened.config, signal), options);
      } finally {
        await session.close();
        await opened.close();
      }
    });
}

async function suggest(
  session: OpenEngine,
  options: SuggestOptions,
  config: Parameters<typeof openEngine>[0],
  signal: AbortSignal,
): Promise<SuggestFrame> {
  const service = openSuggestService({
    catalog: session.catalog,
    probes: probesOf(session),
    allowsProbes: (id) => config.connections.find((connection) => connection.id === id)?.policy?.allowsProbes ?? true,
    groupsAtSource: (id) => session.connectors.get(id).dialect.block !== undefined,
    dataDir: config.dataDir,
    // Only the server keeps runs.
    runTexts: async () => [],
    probeTimeoutMs: COMMAND_TIMEOUT_MS,
    log: { debug() {}, warn() {} },
  });
  const frames =
    options.partners === undefined
      ? service.suggest({ tables: namedTables(options.tables, session) }, signal)
      : service.partnersOf(oneTable(options.partners, session), signal);
  let last: SuggestFrame | undefined;
  for await (const frame of frames) last = frame;
  if (last === undefined) throw new JoineryError('internal', 'No suggestions came.');
  return last;
}

function namedTables(names: string | undefined, session: OpenEngine): TableReference[] {
  const tables = names === undefined ? [] : tableNamesIn(names).map((parts) => reference(parts, session));
  if (tables.length < 2)
    throw new JoineryError('bad_request', 'Name two or more tables.', {
      hint: 'Such as --tables shop.public.orders,crm.main.accounts',
    });
  return tables;
}

function oneTable(name: string, session: OpenEngine): TableReference {
  const [parts, more] = tableNamesIn(name);
  if (parts === undefined || more !== undefined) throw new JoineryError('bad_request', 'Name one table.');
  return reference(parts, session);
}

function reference(parts: readonly string[], session: OpenEngine): TableReference {
  const [connection, middle, last] = parts;
  if (connection === undefined || middle === undefined || parts.length > 3) {
    throw new JoineryError('bad_request', `"${parts.join('.')}" names no table.`, {
      hint: 'Write connection.table or connection.schema.table.',
    });
  }
  if (last !== undefined) return { connection, schema: middle, table: last };
  const known = session.catalog.connections().connections.find(({ id }) => id === connection);
  return { connection, schema: known?.introspectedAt === undefined ? '' : known.defaultSchema, table: middle };
}

function print(frame: SuggestFrame, { json }: SuggestOptions): void {
  process.stdout.write(json === true ? `${JSON.stringify(frame, undefined, 2)}\n` : printSuggestions(frame));
}
