import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { firstQuery } from '../../demo/first-query.ts';
import { DEFAULT_ROW_LIMIT, FEDERATED } from '../../lib/contract/run.ts';
import { openWorkbench } from '../../server/application.ts';
import { serve } from '../../server/http/serve.ts';
import { keptSessions } from '../../server/http/sessions.ts';
import { provideHost } from '../../server/index.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';
import { outliveReaders } from '../outlive-readers.ts';
import { stopSignal } from '../stop-signal.ts';

interface StartOptions extends ConfigOptions {
  readonly port: number;
  readonly host: string;
  readonly grace: number;
  readonly dev?: boolean;
}

export function startCommand(): Command {
  return new Command('start')
    .description('serve the workbench until Ctrl+C')
    .option('--config <file>', 'config.yaml to use')
    .option('--demo', 'start the demo sources and use them')
    .option('--port <n>', 'port to listen on; 0 = any free one', port, 4300)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--grace <seconds>', 'time for runs to end when the server is told to stop (SIGTERM)', seconds, 10)
    .option('--dev', 'serve the page from its sources, for work on Joinery itself')
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  outliveReaders();
  const signal = stopSignal();
  const opened = await openConfig(options, 'info');
  const { config, log } = opened;
  const sessions = await keptSessions(config.dataDir);
  const workbench = await openWorkbench(config, log);
  try {
    if (
      config.auth?.mode !== 'team' &&
      (await workbench.history.openDocuments()).length === 0 &&
      (await workbench.history.closedDocuments(1)).length === 0
    ) {
      const first = options.demo === true ? firstQuery : { title: 'Untitled', text: '' };
      await workbench.history.createDocument({ ...first, target: FEDERATED, rowLimit: DEFAULT_ROW_LIMIT });
    }
    const { operations, access } = workbench;
    provideHost({ access, operations });
    const projectDir = path.resolve(import.meta.dirname, '../..');
    const server = await serve({
      host: options.host,
      port: options.port,
      projectDir,
      sessions,
      access,
      auth: config.auth,
      operations,
      isDevelopment: options.dev === true,
    });
    process.stdout.write(
      `\n  Joinery is ready: ${server.url}\n  Ctrl+C stops it${options.demo === true ? ' and the demo sources' : ''}.\n\n`,
    );
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    // Ctrl+C is a person who waits; SIGTERM is a machine that can wait a little for people's runs.
    const graceMs = signal.reason === 'SIGTERM' ? options.grace * 1000 : 0;
    process.stdout.write('Stopping ...\n');
    const stopped = await operations.drain(graceMs);
    if (stopped > 0) log.warn({ stopped }, 'Runs that had not ended in time were stopped');
    await server.close();
  } finally {
    await workbench.close();
    await opened.close();
  }
  // Whatever a library may still hold open must not keep a stopped server alive.
  process.exit(0);
}

function seconds(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 3_600)
    throw new InvalidArgumentError('It must be a number of seconds from 0 to 3600.');
  return number;
}

function port(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return number;
}
