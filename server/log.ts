import { pino } from 'pino';

/**
 * The log of every process: what the app is doing, in words an analyst understands, at `info`; the rest at `debug`. Lines never hold
 * secrets or cell values, and statement texts appear at `debug` only. Level: `JOINERY_LOG_LEVEL`, else config.yaml's `log.level`, else `info`.
 */
export interface Log {
  debug(fields: object, message: string): void;
  debug(message: string): void;
  info(fields: object, message: string): void;
  info(message: string): void;
  warn(fields: object, message: string): void;
  warn(message: string): void;
  error(fields: object, message: string): void;
  error(message: string): void;
}

export function createLog(level: string): Log {
  return pino({ level: process.env.JOINERY_LOG_LEVEL ?? level, base: null }, pino.destination({ dest: 2, sync: true }));
}
