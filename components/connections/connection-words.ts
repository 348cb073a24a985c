import type { ConnectionStatus, ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { AiPolicy, ConnectionPolicy } from '../../lib/contract/connection.ts';
import { formatCount } from '../../lib/format/number.ts';

export const statusWords: Readonly<Record<ConnectionStatus, string>> = {
  unknown: 'Not read yet',
  loading: 'Reading tables',
  ready: 'Ready',
  unreachable: 'Unreachable',
  misconfigured: 'Misconfigured',
};

export const aiWords: Readonly<Record<AiPolicy, string>> = {
  never: 'Nothing',
  names: 'Names of tables and columns',
  names_and_comments: 'Names and comments',
  masked_samples: 'Names, comments and masked samples',
};

/** `≤ 1,000,000 rows · ≤ 30 s`; empty without limits. */
export function limitWords({ maxFetchRows, maxFetchMs }: ConnectionPolicy): string {
  return [
    maxFetchRows === null ? undefined : `≤ ${formatCount(maxFetchRows)} rows`,
    maxFetchMs === null ? undefined : `≤ ${(maxFetchMs / 1000).toLocaleString('en')} s`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `just now`, `5 min ago`, `3 h ago`, `2 d ago`; empty if it never was. */
export function agoWords({ introspectedAt }: Pick<ConnectionSummary, 'introspectedAt'>, now: number): string {
  if (introspectedAt === undefined) return '';
  const minutes = Math.floor((now - Date.parse(introspectedAt)) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ago`;
  return `${Math.floor(minutes / (24 * 60))} d ago`;
}
