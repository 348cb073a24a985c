/** DuckDB's errors in our words. Connections that plan or execute run with `errors_as_json`, which gives kind and position apart. */
import type { ErrorCode } from '../../../lib/contract/errors.ts';
import { inPlainWords } from '../../../lib/sql/duckdb-sentences.ts';
import { JoineryError } from '../../errors.ts';
import { positionAtByte } from './position.ts';

interface DuckDBErrorInfo {
  readonly exception_type?: string;
  readonly exception_message?: string;
  readonly error_subtype?: string;
  readonly position?: string;
  readonly name?: string;
  readonly candidates?: string;
}

function readInfo(message: string): DuckDBErrorInfo {
  const start = message.indexOf('{');
  if (start >= 0) {
    try {
      return JSON.parse(message.slice(start)) as DuckDBErrorInfo;
    } catch {
      // not JSON after all: the plain form below
    }
  }
  const plain = /^(?:.*?: )?(\w[\w ]*?) Error: ([\s\S]*)$/.exec(message);
  return plain ? { exception_type: plain[1] ?? '', exception_message: plain[2] ?? '' } : { exception_message: message };
}

function codeOf(info: DuckDBErrorInfo, message: string): ErrorCode {
  const kind = (info.exception_type ?? '').toLowerCase();
  if (/no space left|disk quota|max_temp_directory_size|failed to offload/i.test(message)) return 'disk_full';
  if (kind === 'out of memory') return 'out_of_memory';
  if (kind === 'parser' || kind === 'syntax') return 'syntax_error';
  if (info.error_subtype === 'COLUMN_NOT_FOUND' || / does not have a column named /.test(message))
    return 'unknown_column';
  if (kind === 'catalog') return /^Table with name/.test(message) ? 'unknown_table' : 'invalid_statement';
  if (kind === 'permission') return 'not_allowed';
  if (['binder', 'not implemented', 'sequence', 'dependency', 'expression depth'].includes(kind))
    return 'invalid_statement';
  if (
    [
      'conversion',
      'out of range',
      'mismatch type',
      'decimal',
      'divide by zero',
      'invalid input',
      'invalid type',
      'constraint',
      'parameter not resolved',
    ].includes(kind)
  )
    return 'conversion_failed';
  return 'internal';
}

/** `text` is the statement that the position counts in; undefined when DuckDB ran a text of ours around it. */
export function fromDuckDBError(thrown: unknown, text: string | undefined): JoineryError {
  if (thrown instanceof JoineryError) return thrown;
  const raw = thrown instanceof Error ? thrown.message : String(thrown);
  const info = readInfo(raw);
  const fullMessage = (info.exception_message ?? raw).replace(/\n\nLINE \d+:[\s\S]*$/, '');
  const [first = '', ...rest] = fullMessage.split('\n').filter((line) => line.trim() !== '');
  const code = codeOf(info, fullMessage);
  if (code === 'disk_full') return diskFull(fullMessage, thrown);
  const byte = info.position === undefined ? undefined : Number(info.position);
  return new JoineryError(
    code,
    code === 'internal' && first === '' ? 'DuckDB reported an error without a message.' : inPlainWords(first),
    {
      hint: inPlainWords(rest.join(' ')) || hintFor(code, info),
      position: text === undefined ? undefined : positionAtByte(text, byte, info.name?.length ?? 0),
      cause: thrown,
    },
  );
}

/** DuckDB names files of the server, which say nothing to the reader. */
function diskFull(message: string, cause: unknown): JoineryError {
  if (/max_temp_directory_size|failed to offload/i.test(message))
    return new JoineryError('disk_full', 'The run needs more room on the disk than one run may take.', {
      hint: 'Select fewer columns or rows, or raise limits.runSpill in config.yaml.',
      cause,
    });
  return new JoineryError('disk_full', 'The disk of the server is full: there was no room for the result.', {
    hint: 'Run it again when there is room in the data folder; stored results that nobody needs can be dropped.',
    cause,
  });
}

function hintFor(code: ErrorCode, { exception_type: kind = '' }: DuckDBErrorInfo): string | undefined {
  if (code === 'out_of_memory') return 'Select fewer columns or rows, or raise limits.runMemory in config.yaml.';
  if (kind.toLowerCase() === 'out of range')
    return 'Cast to a wider type before computing: to HUGEINT, DECIMAL(38,2) or DOUBLE.';
  if (code === 'conversion_failed') return 'TRY_CAST gives NULL instead of an error where a value does not convert.';
  return undefined;
}
