import { pino } from 'pino';
import pretty from 'pino-pretty';
import { redactKnownDeep } from './secrets/known-secrets.ts';

/**
 * The log of every process: what the app is doing, in words an analyst understands, at `info`; the rest at `debug`. Lines never hold
 * secrets or cell values, and statement texts appear at `debug` only. Level: `JOINERY_LOG_LEVEL`, else config.yaml's `log.level`, else `info`.
 * Form: `JOINERY_LOG_FORMAT`, which config.yaml's `log.format` sets: `json` or `text`; else text on a terminal and JSON anywhere else.
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
  return pino(
    {
      level: process.env.JOINERY_LOG_LEVEL ?? level,
      base: null,
      serializers: { err: (fields: unknown) => fields },
      hooks: {
        /** The last gate before the log: whatever a message or a field holds, a secret read by this process does not pass. */
        logMethod(inputs, method) {
          method.apply(this, inputs.map(redactInput) as Parameters<typeof method>);
        },
      },
    },
    isForEyes() ? readableStream() : pino.destination({ dest: 2, sync: true }),
  );
}

const isForEyes = (): boolean =>
  process.env.JOINERY_LOG_FORMAT === undefined ? process.stderr.isTTY : process.env.JOINERY_LOG_FORMAT === 'text';

/** On a terminal the log is for eyes: time, level and sentence. Anywhere else it is a JSON object a line. */
function readableStream(): NodeJS.WritableStream {
  return pretty({
    destination: 2,
    sync: true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'run,target,status,rows,ms,connection,tables,columns',
  });
}

function redactInput(input: unknown): unknown {
  if (input instanceof Error) return redactKnownDeep({ err: errorFields(input) });
  if (typeof input !== 'object' || input === null) return redactKnownDeep(input);
  const plain = Object.entries(input).map(([key, value]) => [key, value instanceof Error ? errorFields(value) : value]);
  return redactKnownDeep(Object.fromEntries(plain));
}

/** An error as a plain object, which can be searched for secrets; its causes are in `stack`. */
function errorFields(error: Error): object {
  const { type, message, stack } = pino.stdSerializers.err(error);
  const code = 'code' in error ? { code: String(error.code) } : {};
  return { type, message, ...code, stack };
}
