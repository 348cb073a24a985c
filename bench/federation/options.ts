import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

export interface Options {
  readonly scaleFactor: number;
  readonly rounds: number;
  readonly timeLimitMs: number;
  /** Data, servers' folders and the peers' Python; kept, so that the next run starts at once. */
  readonly home: string;
  /** Ids of statements; empty = all. */
  readonly statements: readonly string[];
  /** Names of runners; empty = all that can run here. */
  readonly runners: readonly string[];
  readonly trinoUrl: string | undefined;
  /** File of the JSON report. */
  readonly out: string | undefined;
  /** File of the SVG picture. */
  readonly picture: string | undefined;
}

export const usage = `npm run bench:federation -- [options]
  --sf N              scale factor of TPC-H (1)
  --rounds N          measured rounds; one more goes before them to warm up (3)
  --time-limit N      seconds for one statement on one runner (60)
  --home FOLDER       where data and servers stay between runs (joinery-bench-federation in the temporary folder)
  --statements a,b    only these, such as q1,q5,selective-join
  --runners a,b       only these: joinery, duckdb-extensions, mysql-fdw, pandas, trino, local, drain
  --trino URL         a Trino server whose catalogs "pg" and "my" are the two sources; otherwise one is started
                      where JOINERY_TRINO_HOME names an unpacked server
  --out FILE          the report as JSON
  --picture [FILE]    a picture of it as SVG (docs/benchmark.svg)
npm run bench:growth takes --sf, --rounds, --time-limit, --home, --statements and --out, and measures at that scale and at a tenth of it.`;

export function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: withPictureFile(args),
    options: {
      sf: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      'time-limit': { type: 'string', default: '60' },
      home: { type: 'string', default: path.join(tmpdir(), 'joinery-bench-federation') },
      statements: { type: 'string', default: '' },
      runners: { type: 'string', default: '' },
      trino: { type: 'string' },
      out: { type: 'string' },
      picture: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  return {
    scaleFactor: positive('--sf', values.sf),
    rounds: positive('--rounds', values.rounds),
    timeLimitMs: positive('--time-limit', values['time-limit']) * 1000,
    home: path.resolve(values.home),
    statements: list(values.statements),
    runners: list(values.runners),
    trinoUrl: values.trino,
    out: values.out,
    picture: values.picture,
  };
}

/** `--picture` may stand alone. */
function withPictureFile(args: readonly string[]): string[] {
  const byDefault = path.resolve(import.meta.dirname, '../../docs/benchmark.svg');
  return args.flatMap((arg, index) => {
    const next = args[index + 1];
    return arg === '--picture' && (next === undefined || next.startsWith('--')) ? [arg, byDefault] : [arg];
  });
}

const list = (text: string): string[] => text.split(',').filter((part) => part !== '');

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0, not "${text}".`);
  return value;
}
