import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Demo } from '../demo/start-demo.ts';
import type { Config } from '../server/config/config.ts';
import { loadConfig } from '../server/config/load-config.ts';
import { drivers } from '../server/connectors/registry.ts';
import { JoineryError } from '../server/errors.ts';
import { createLog, type Log } from '../server/log.ts';

export interface ConfigOptions {
  readonly config?: string;
  readonly demo?: boolean;
}

export interface OpenConfig {
  readonly config: Config;
  readonly log: Log;
  /** Stops the demo sources if they were started here. */
  close(): Promise<void>;
}

/** Folder of the demo's data: `data/demo` below the project, or `$JOINERY_DEMO_DIR`. */
export const demoFolder = (): string =>
  path.resolve(process.env.JOINERY_DEMO_DIR ?? path.join(import.meta.dirname, '../data/demo'));

/**
 * The configuration a command works with: `--config FILE`, else `$JOINERY_CONFIG`, else `config.yaml` in the current folder, else the demo's if it was made;
 * `--demo` starts the demo sources for as long as the command runs.
 */
export async function openConfig(options: ConfigOptions, defaultLevel: 'info' | 'error'): Promise<OpenConfig> {
  const demo = options.demo === true ? await startDemoSources(defaultLevel) : undefined;
  try {
    const file = demo?.configPath ?? findConfig(options.config);
    const config = await loadConfig(file, process.env, drivers);
    if (config.logFormat !== undefined) process.env.JOINERY_LOG_FORMAT ??= config.logFormat;
    const log = createLog(defaultLevel === 'error' && config.logLevel === 'info' ? 'error' : config.logLevel);
    for (const warning of config.warnings) log.warn(warning);
    return {
      config,
      log,
      close: async () => {
        await demo?.stop();
      },
    };
  } catch (thrown) {
    await demo?.stop();
    throw thrown;
  }
}

async function startDemoSources(level: string): Promise<Demo> {
  const { startDemo } = await import('../demo/start-demo.ts');
  return startDemo({ dataDir: demoFolder(), log: createLog(level) });
}

function findConfig(given: string | undefined): string {
  const named = given ?? process.env.JOINERY_CONFIG;
  if (named !== undefined) return path.resolve(named);
  const here = path.resolve('config.yaml');
  const demo = path.join(demoFolder(), 'config.yaml');
  const found = [here, demo].find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new JoineryError('config_invalid', 'There is no config.yaml here.', {
    hint: 'Name one with --config, or try the demo sources with --demo. config.example.yaml shows how one looks.',
  });
}
