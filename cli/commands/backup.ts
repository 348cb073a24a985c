import path from 'node:path';
import { Command } from 'commander';
import type { Config } from '../../server/config/config.ts';
import { JoineryError } from '../../server/errors.ts';
import { backUp } from '../../server/operations/backup.ts';
import { restore } from '../../server/operations/restore.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';

interface BackupFlags extends ConfigOptions {
  readonly results?: boolean;
  readonly withKey?: boolean;
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy the data folder into one file, while the server runs')
    .argument('<file>', 'file to write, such as joinery-2026-11-22.zip')
    .option('--config <file>', 'config.yaml to use')
    .option('--results', 'with the stored results of runs')
    .option('--with-key', 'with the key of kept secrets: whoever has the file can then read them')
    .action(async (file: string, options: BackupFlags) => {
      const opened = await openConfig(options, 'error');
      try {
        refuseForPostgres(opened.config);
        const files = await backUp({
          dataDir: opened.config.dataDir,
          file: path.resolve(file),
          withResults: options.results === true,
          withKey: options.withKey === true,
        });
        process.stdout.write(`Wrote ${file} (${files} files).\n`);
        if (options.withKey !== true)
          process.stdout.write('The key of kept secrets is not in it: keep secret.key or JOINERY_SECRET_KEY apart.\n');
      } finally {
        await opened.close();
      }
    });
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('make the data folder from a backup; the server must not run')
    .argument('<file>', 'file that `joinery backup` wrote')
    .option('--config <file>', 'config.yaml to use')
    .action(async (file: string, options: ConfigOptions) => {
      const opened = await openConfig(options, 'error');
      try {
        refuseForPostgres(opened.config);
        const { dataDir } = opened.config;
        const { createdAt, withKey } = await restore(path.resolve(file), dataDir);
        process.stdout.write(`Restored ${dataDir} as it was at ${createdAt}.\n`);
        if (!withKey) process.stdout.write('Put the key of kept secrets back: secret.key, or JOINERY_SECRET_KEY.\n');
      } finally {
        await opened.close();
      }
    });
}

/** Half a backup would look like a whole one. */
function refuseForPostgres({ database, dataDir }: Config): void {
  if (database === undefined) return;
  throw new JoineryError(
    'bad_request',
    "Joinery's own tables are in PostgreSQL here: this command copies only the SQLite file of a data folder.",
    {
      hint: `Use pg_dump and pg_restore for the database of database.url, and copy ${dataDir} beside it (results, metadata, dictionary, assistant, suggestions, secret.key). docs/operations.md says how.`,
    },
  );
}
