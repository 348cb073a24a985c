/** The `joinery` command: reads its arguments and calls the server's code. Exit codes: 0 fine, 1 failed, 2 usage, 130 cancelled. */
import { Command, CommanderError } from 'commander';
import { Cancelled } from '../server/errors.ts';
import { backupCommand, restoreCommand } from './commands/backup.ts';
import { connectionsCommand } from './commands/connections.ts';
import { explainCommand } from './commands/explain.ts';
import { historyCommand } from './commands/history.ts';
import { joinCommand } from './commands/join.ts';
import { metadataCommand } from './commands/metadata.ts';
import { peopleCommand } from './commands/people.ts';
import { queryCommand } from './commands/query.ts';
import { secretsCommand } from './commands/secrets.ts';
import { startCommand } from './commands/start.ts';
import { statsCommand } from './commands/stats.ts';
import { suggestCommand } from './commands/suggest.ts';
import { ExitCode } from './exit-code.ts';
import { printError } from './print-error.ts';

export async function main(args: readonly string[]): Promise<number> {
  const program = new Command('joinery')
    .description('Query several database systems as one. See README.md and docs/cli.md.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  for (const command of [
    startCommand(),
    queryCommand(),
    joinCommand(),
    explainCommand(),
    connectionsCommand(),
    metadataCommand(),
    suggestCommand(),
    statsCommand(),
    secretsCommand(),
    peopleCommand(),
    backupCommand(),
    restoreCommand(),
    historyCommand(),
  ])
    program.addCommand(command);
  for (const command of allCommands(program)) command.exitOverride();
  try {
    await program.parseAsync([...args], { from: 'user' });
    return process.exitCode === undefined ? ExitCode.fine : Number(process.exitCode);
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? ExitCode.fine : ExitCode.usage;
    if (thrown instanceof Cancelled) {
      process.stderr.write('Stopped.\n');
      return ExitCode.cancelled;
    }
    printError(thrown, args.includes('json') ? 'json' : 'text');
    return ExitCode.failed;
  }
}

const allCommands = (command: Command): Command[] =>
  command.commands.flatMap((child) => [child as Command, ...allCommands(child as Command)]);
