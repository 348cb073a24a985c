import { Command } from 'commander';
import { toJoineryError } from '../../server/errors.ts';
import { ExitCode } from '../exit-code.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';
import { openEngine } from '../open-engine.ts';
import { printError } from '../print-error.ts';

const TEST_TIME_MS = 20_000;

export function connectionsCommand(): Command {
  const test = new Command('test')
    .description('try each connection and say what is wrong with it')
    .argument('[id]', 'only this one')
    .option('--config <file>', 'config.yaml to use')
    .option('--demo', 'start the demo sources for this command')
    .action(async (id: string | undefined, options: ConfigOptions) => {
      const opened = await openConfig(options, 'error');
      const session = await openEngine(opened.config, opened.log);
      try {
        let isGood = true;
        for (const warning of opened.config.warnings) process.stdout.write(`Warning: ${warning}\n`);
        for (const name of id === undefined ? session.connectors.ids : [id]) {
          try {
            const result = await session.connectors.get(name).test(AbortSignal.timeout(TEST_TIME_MS));
            process.stdout.write(`${name}: ${result.serverLabel}, ${result.roundTripMs.toFixed(1)} ms round trip\n`);
            if (result.account.canWrite)
              process.stdout.write(`  The account could write if Joinery let it. ${result.account.advice ?? ''}\n`);
          } catch (thrown) {
            isGood = false;
            process.stdout.write(`${name}: failed\n`);
            printError(toJoineryError(thrown), 'text');
          }
        }
        if (!isGood) process.exitCode = ExitCode.failed;
      } finally {
        await session.close();
        await opened.close();
      }
    });
  return new Command('connections').description('the configured connections').addCommand(test);
}
