import { Command, Option } from 'commander';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { type Explanation, FEDERATED, type Pushdown } from '../../lib/contract/run.ts';
import { formatCount, formatEstimate } from '../../lib/format/number.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';
import { openEngine } from '../open-engine.ts';
import { collectParameter } from '../parameter.ts';
import { withStatement } from '../print-error.ts';
import { stopSignal } from '../stop-signal.ts';

interface ExplainOptions extends ConfigOptions {
  readonly connection?: string;
  readonly format: 'text' | 'json';
  readonly pushdown: Pushdown;
  readonly param?: readonly StatementParameter[];
}

export function explainCommand(): Command {
  return new Command('explain')
    .description('show what would go to which source; reads no rows')
    .argument('<sql>', 'the statement')
    .option('--config <file>', 'config.yaml to use')
    .option('--demo', 'start the demo sources for this command')
    .option('--connection <id>', "a statement in that source's own dialect")
    .addOption(new Option('--format <form>', 'how to print it').choices(['text', 'json']).default('text'))
    .addOption(new Option('--pushdown <mode>', 'whether sources may filter').choices(['safe', 'off']).default('safe'))
    .option('--param <name=value>', 'value of a placeholder {{name}}, as for query', collectParameter)
    .action(async (sql: string, options: ExplainOptions) => {
      const opened = await openConfig(options, 'error');
      const session = await openEngine(opened.config, opened.log);
      try {
        const request = {
          text: sql,
          target: options.connection ?? FEDERATED,
          pushdown: options.pushdown,
          rowLimit: null,
          parameters: options.param,
        };
        const explanation = await session.engine.explain(request, stopSignal()).catch((thrown: unknown) => {
          throw withStatement(thrown, sql);
        });
        process.stdout.write(
          options.format === 'json' ? `${JSON.stringify(explanation, undefined, 2)}\n` : inWords(explanation),
        );
      } finally {
        await session.close();
        await opened.close();
      }
    });
}

function inWords(explanation: Explanation): string {
  const fetches = explanation.fetches.map((fetch) => {
    const rows = fetch.estimatedRows === undefined ? '' : `, ${formatEstimate(fetch.estimatedRows)} rows`;
    const lines = [
      `${fetch.index + 1}. ${fetch.connection} ${fetch.title ?? fetch.relation}${rows}`,
      ...fetch.sql.split('\n').map((line) => `   ${line}`),
    ];
    for (const filter of fetch.pushed) lines.push(`   the source filters: ${filter}`);
    for (const filter of fetch.kept) lines.push(`   filtered here:      ${filter}`);
    return lines.join('\n');
  });
  const columns = explanation.columns.map((column) => `${column.label} ${column.type}`).join(', ');
  const count = `${formatCount(fetches.length)} ${fetches.length === 1 ? 'fetch' : 'fetches'}`;
  return `${count}, planned in ${explanation.planMs.toFixed(1)} ms\n\n${fetches.join('\n\n')}\n\nthen here:\n${explanation.planText}\n\nresult: ${columns}\n`;
}
