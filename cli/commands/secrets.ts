import { Command } from 'commander';
import { rotateSecrets } from '../../server/connections/index.ts';
import { openHistory } from '../../server/history/index.ts';
import { ExitCode } from '../exit-code.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';
import { printError } from '../print-error.ts';

export function secretsCommand(): Command {
  const rotate = new Command('rotate')
    .description('seal the secrets of connections added in the browser with a new key')
    .option('--config <file>', 'config.yaml to use')
    .action(async (options: ConfigOptions) => {
      const opened = await openConfig(options, 'error');
      const { dataDir, database, references } = opened.config;
      const history = await openHistory({ dataDir, database, log: opened.log });
      try {
        const { keyId, rotated, failed } = await rotateSecrets(history.connections, dataDir, references.env);
        process.stdout.write(
          rotated.length === 0
            ? `Nothing to seal anew; the key is ${keyId}.\n`
            : `Sealed with the key ${keyId}: ${rotated.join(', ')}\n`,
        );
        for (const { connection, error } of failed) {
          process.stdout.write(`${connection}: left as it is\n`);
          printError(error, 'text');
          process.exitCode = ExitCode.failed;
        }
      } finally {
        await history.close();
        await opened.close();
      }
    });
  return new Command('secrets').description('kept secrets').addCommand(rotate);
}
