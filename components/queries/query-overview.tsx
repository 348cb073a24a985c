'use client';

import type { Query } from '../../lib/contract/query.ts';
import { FEDERATED } from '../../lib/contract/run.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Chip } from '../ui/chip.tsx';
import { Origin } from '../ui/origin.tsx';
import { PageLink } from '../ui/page-link.tsx';
import { ParameterTable } from './parameter-table.tsx';
import styles from './queries.module.css';
import { queriesAddress } from './queries-filter.ts';
import { QueryText } from './query-text.tsx';

/** What a query is: description, facts, SQL and parameters. */
export function QueryOverview({ query }: { readonly query: Query }) {
  const { byId } = useConnections();
  const {
    target,
    rowLimit,
    tags,
    collection,
    description,
    parameters,
    updatedAt,
    version,
    kind,
    owner,
    access,
    fingerprint,
  } = query;
  return (
    <>
      {description === '' ? null : <p className={styles.description}>{description}</p>}
      <p className={styles.facts}>
        {kind === 'join' ? (
          <span>Join of the builder</span>
        ) : target === FEDERATED ? (
          <span>Across connections</span>
        ) : (
          <span>
            <Origin color={byId(target)?.color} /> In the dialect of {target}
          </span>
        )}
        <span>{rowLimit === null ? 'No row limit' : `At most ${formatCounted(rowLimit, 'row')}`}</span>
        <span>
          Version {version}, {formatMoment(updatedAt)}
        </span>
        {access === undefined || access === 'owner' || owner === undefined ? null : <span>Shared by {owner.name}</span>}
        {collection === '' ? null : (
          <span>
            In <PageLink href={queriesAddress({ collection })}>{collection}</PageLink>
          </span>
        )}
        {fingerprint === undefined ? null : (
          <>
            <PageLink href={`/history?fingerprint=${fingerprint}`} title="Runs of this statement, whatever its values">
              Its runs
            </PageLink>
            <PageLink href={`/performance?fingerprint=${fingerprint}`} title="How long it takes, before and after">
              Its times
            </PageLink>
          </>
        )}
        {tags.length === 0 ? null : (
          <span className={styles.tags}>
            {tags.map((tag) => (
              <PageLink key={tag} href={queriesAddress({ tag })} title="All queries with this tag">
                <Chip>{tag}</Chip>
              </PageLink>
            ))}
          </span>
        )}
      </p>
      <QueryText query={query} />
      {parameters.length === 0 ? null : <ParameterTable parameters={parameters} />}
    </>
  );
}
