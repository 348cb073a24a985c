import { Command } from 'commander';
import { makeResetLinkFor, RESET_HOURS } from '../../server/access/reset-link.ts';
import { openHistory } from '../../server/history/index.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';

/** For whoever keeps the server: the last admin who has forgotten their password has nobody else to ask. */
export function peopleCommand(): Command {
  const reset = new Command('reset-link')
    .description('a link with which somebody of the team chooses a new password')
    .argument('<email>', 'their address')
    .option('--config <file>', 'config.yaml to use')
    .action(async (email: string, options: ConfigOptions) => {
      const opened = await openConfig(options, 'error');
      const { dataDir, database } = opened.config;
      const history = await openHistory({ dataDir, database, log: opened.log });
      try {
        const { path } = await makeResetLinkFor(history.access, email);
        const origin = opened.config.auth?.publicUrl ?? '';
        process.stdout.write(`${origin}${path}\nIt works once, within ${RESET_HOURS} hours.\n`);
      } finally {
        await history.close();
        await opened.close();
      }
    });
  return new Command('people').description('people of team mode').addCommand(reset);
}
