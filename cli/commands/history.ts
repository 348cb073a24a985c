import { Command } from 'commander';
import { JoineryError } from '../../server/errors.ts';
import { copyToPostgres } from '../../server/history/index.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';

export function historyCommand(): Command {
  const toPostgres = new Command('to-postgres')
    .description('copy all rows of joinery.sqlite into the empty PostgreSQL of database.url; no server may run')
    .option('--config <file>', 'config.yaml to use')
    .action(async (options: ConfigOptions) => {
      const opened = await openConfig(options, 'error');
      try {
        const { dataDir, database } = opened.config;
        if (database === undefined)
          throw new JoineryError('bad_request', 'config.yaml names no database to copy to.', {
            hint: 'Set database.url to an empty PostgreSQL database first. docs/operations.md says how.',
          });
        const copied = await copyToPostgres(dataDir, database);
        for (const [table, rows] of copied) if (rows > 0) process.stdout.write(`${table}: ${rows} rows\n`);
        process.stdout.write(`Copied. ${dataDir}/joinery.sqlite stays as it is; no server reads it any more.\n`);
      } finally {
        await opened.close();
      }
    });
  return new Command('history').description("Joinery's own tables").addCommand(toPostgres);
}
