import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_ROW_LIMIT } from '../lib/contract/run.ts';
import type { ConfigOptions } from './open-config.ts';
import { type OutputFormat, outputFormats } from './output.ts';

/** What every command takes that runs something and prints its rows. */
export interface RunOptions extends ConfigOptions {
  readonly format: OutputFormat;
  /** false by --no-limit. */
  readonly limit: number | false;
  readonly out?: string;
}

export const withRunOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'config.yaml to use (default: $JOINERY_CONFIG, ./config.yaml, the demo)')
    .option('--demo', 'start the demo sources for this command')
    .addOption(new Option('--format <form>', 'how to print the result').choices(outputFormats).default('table'))
    .option('--limit <n>', 'rows at most', positiveInteger, DEFAULT_ROW_LIMIT)
    .option('--no-limit', 'all rows')
    .option('--out <file>', 'write the result to a file');

export function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return number;
}
