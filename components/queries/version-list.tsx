'use client';

import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import type { QueryVersion } from '../../lib/contract/query.ts';
import { formatClock, formatDay } from '../../lib/format/time.ts';
import { useWho } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { LineDiffView } from './line-diff-view.tsx';
import styles from './queries.module.css';

interface VersionListProps {
  /** Newest first. */
  readonly versions: readonly QueryVersion[];
  readonly isBusy: boolean;
  onRestore(version: number): void;
}

/** All versions of a query; the chosen one is shown by what it changed. */
export function VersionList({ versions, isBusy, onRestore }: VersionListProps) {
  const isTeam = useWho().mode === 'team';
  const newest = versions[0];
  const [chosen, setChosen] = useState<number>();
  const index = Math.max(
    versions.findIndex(({ version }) => version === chosen),
    0,
  );
  const shown = versions[index];
  const before = versions[index + 1];
  if (shown === undefined || newest === undefined) return null;
  return (
    <div className={styles.versions}>
      <ol className={styles.versionList} aria-label="Versions, newest first">
        {versions.map(({ version, savedAt, savedBy }) => (
          <li key={version}>
            <button
              type="button"
              className={styles.version}
              aria-current={version === shown.version ? 'true' : undefined}
              onClick={() => setChosen(version)}
            >
              <b>Version {version}</b>
              <time dateTime={savedAt} title={savedAt}>
                {formatDay(savedAt)} {formatClock(savedAt).slice(0, 5)}
              </time>
              {isTeam && savedBy !== undefined ? <span>{savedBy.name || 'Somebody who left'}</span> : null}
            </button>
          </li>
        ))}
      </ol>
      <div className={styles.change}>
        <div className={styles.changeHead}>
          <p>{headOf(shown, before)}</p>
          {shown.version === newest.version ? null : (
            <Button disabled={isBusy} onClick={() => onRestore(shown.version)}>
              <RotateCcw size={13} aria-hidden="true" /> Restore version {shown.version}
            </Button>
          )}
        </div>
        <Differences version={shown} before={before} />
      </div>
    </div>
  );
}

const headOf = ({ version }: QueryVersion, before: QueryVersion | undefined): string =>
  before === undefined ? 'As it was saved first' : `What version ${version} changed in version ${before.version}`;

function Differences({
  version,
  before,
}: {
  readonly version: QueryVersion;
  readonly before?: QueryVersion | undefined;
}) {
  const facts = before === undefined ? [] : factsOf(before, version);
  return (
    <>
      {facts.map((fact) => (
        <p key={fact} className={styles.fact}>
          {fact}
        </p>
      ))}
      {before?.text === version.text ? (
        <p className="faint">The text is the same.</p>
      ) : (
        <LineDiffView
          label={`Changes of version ${version.version}`}
          before={before?.text ?? version.text}
          after={version.text}
        />
      )}
    </>
  );
}

/** Changes beside the text. */
function factsOf(before: QueryVersion, after: QueryVersion): string[] {
  const parametersOf = (version: QueryVersion) =>
    version.parameters.map(({ name, value }) => `${name} = ${value === null ? 'NULL' : String(value)}`).join(', ') ||
    'none';
  const limitOf = ({ rowLimit }: QueryVersion) => (rowLimit === null ? 'none' : String(rowLimit));
  const changes: [string, string, string][] = [
    ['Title', before.title, after.title],
    ['Description', before.description || 'none', after.description || 'none'],
    ['Runs on', before.target, after.target],
    ['Row limit', limitOf(before), limitOf(after)],
    ['Parameters', parametersOf(before), parametersOf(after)],
  ];
  return changes.filter(([, old, now]) => old !== now).map(([name, old, now]) => `${name}: ${old} → ${now}`);
}
