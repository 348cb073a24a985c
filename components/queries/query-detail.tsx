'use client';

import { Tabs } from '@base-ui/react/tabs';
import { Pencil, Play, SquareArrowOutUpRight, Star, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type ActionAnswer, toErrorShape, unwrap } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Query } from '../../lib/contract/query.ts';
import { formatCount } from '../../lib/format/number.ts';
import { useWho } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import tabStyles from '../ui/tabs.module.css';
import { useGo } from '../ui/use-go.ts';
import { CommentList } from './comment-list.tsx';
import { openQuery, statementsOf } from './open-query.ts';
import { PeopleSharing } from './people-sharing.tsx';
import styles from './queries.module.css';
import type { OpenActions, QueryActions } from './query-actions.ts';
import { QueryDialog } from './query-dialog.tsx';
import { draftOf } from './query-fields.tsx';
import { QueryOverview } from './query-overview.tsx';
import { RemoveQueryDialog } from './remove-query-dialog.tsx';
import { ShareDialog } from './share-dialog.tsx';
import { ShareList } from './share-list.tsx';
import { useQuery } from './use-query.ts';
import { VersionList } from './version-list.tsx';

/** The words that were typed stay in the dialog, and what was saved meanwhile is read behind it. */
const conflictToldHere = (answer: ActionAnswer<Query>): ActionAnswer<Query> =>
  answer.ok || answer.error.code !== 'conflict'
    ? answer
    : {
        ok: false,
        error: {
          ...answer.error,
          hint: 'Its newest state is shown behind this dialog. Save again to put your title, description, tags and collection over it; its text stays.',
        },
      };

interface QueryDetailProps {
  readonly id: string;
  readonly actions: QueryActions;
  readonly open: OpenActions;
  /** Run whose result is to be shared by a link: the dialog for it opens at once. */
  readonly sharedRun?: string | undefined;
  /** The list has to be read anew. */
  onChanged(): void;
  onRemoved(): void;
}

/** One saved query: what it says, its versions and its links, and what can be done with it. */
export function QueryDetail({ id, actions, open, sharedRun, onChanged, onRemoved }: QueryDetailProps) {
  const go = useGo();
  const isTeam = useWho().mode === 'team';
  const { parts, error: readError, reload } = useQuery(id);
  const [asked, setAsked] = useState<'edit' | 'remove' | 'share' | undefined>(
    sharedRun === undefined ? undefined : 'share',
  );
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  if (parts === undefined) {
    if (readError === undefined) return <Spinner label="Reading the query" />;
    return <ErrorNotice error={readError} actions={<Button onClick={reload}>Try again</Button>} />;
  }
  const { query, versions, shares, comments } = parts;
  const isOwner = query.access === undefined || query.access === 'owner';
  const mayEdit = isOwner || query.access === 'edit';
  const openComments = comments.filter((one) => one.resolvedAt === undefined && one.deletedAt === undefined).length;
  const change = async (action: () => Promise<void>) => {
    setIsBusy(true);
    setError(undefined);
    try {
      await action();
    } catch (thrown) {
      setError(toErrorShape(thrown));
    }
    setIsBusy(false);
  };
  const changed = () => {
    reload();
    onChanged();
  };
  const act = (action: () => Promise<ActionAnswer<unknown>>) =>
    void change(async () => {
      unwrap(await action());
      changed();
    });
  const bring = (isRun: boolean) => void change(async () => go(await openQuery(query, open, { queryId: id, isRun })));
  const holdsSeveral = query.kind === 'statement' && statementsOf(query.text).length !== 1;
  const starWords = query.isFavourite ? 'No longer a favourite' : 'Make it a favourite';
  const close = () => setAsked(undefined);
  return (
    <>
      <header className={styles.detailHead}>
        <div className={styles.detailTitle}>
          <Button
            kind="quiet"
            isIcon
            aria-label={starWords}
            aria-pressed={query.isFavourite}
            title={starWords}
            disabled={isBusy}
            onClick={() => act(() => actions.setFavourite(id, !query.isFavourite))}
          >
            <Star size={15} aria-hidden="true" className={query.isFavourite ? styles.starred : undefined} />
          </Button>
          <h2>{query.title}</h2>
        </div>
        <div className={styles.actions}>
          <Button
            kind="primary"
            disabled={isBusy}
            onClick={() => bring(false)}
            title="Opens it in a new tab; nothing runs"
          >
            <SquareArrowOutUpRight size={14} aria-hidden="true" /> Open
          </Button>
          <Button
            disabled={isBusy || holdsSeveral}
            onClick={() => bring(true)}
            title={holdsSeveral ? 'It holds several statements: open it and run them there' : 'Runs it in a new tab'}
          >
            <Play size={14} aria-hidden="true" /> Run
          </Button>
          {mayEdit ? (
            <Button kind="quiet" disabled={isBusy} onClick={() => setAsked('edit')}>
              <Pencil size={14} aria-hidden="true" /> Edit…
            </Button>
          ) : null}
          {isOwner ? (
            <Button kind="quiet" disabled={isBusy} onClick={() => setAsked('remove')}>
              <Trash2 size={14} aria-hidden="true" /> Delete…
            </Button>
          ) : null}
        </div>
      </header>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {readError === undefined ? null : <ErrorNotice error={readError} />}
      <Tabs.Root defaultValue={sharedRun === undefined ? 'query' : 'links'} className={styles.tabs}>
        <Tabs.List className={styles.tabList} aria-label="Parts of the query">
          <Tabs.Tab value="query" className={tabStyles.tab}>
            Query
          </Tabs.Tab>
          <Tabs.Tab value="versions" className={tabStyles.tab}>
            Versions <span className={tabStyles.count}>{formatCount(versions.length)}</span>
          </Tabs.Tab>
          <Tabs.Tab value="comments" className={tabStyles.tab}>
            Comments <span className={tabStyles.count}>{formatCount(openComments)}</span>
          </Tabs.Tab>
          {isOwner ? (
            <Tabs.Tab value="links" className={tabStyles.tab}>
              {isTeam ? 'Sharing' : 'Links'} <span className={tabStyles.count}>{formatCount(shares.length)}</span>
            </Tabs.Tab>
          ) : null}
        </Tabs.List>
        <Tabs.Panel value="comments" className={styles.tabPanel} tabIndex={-1}>
          <CommentList
            queryId={id}
            version={query.version}
            comments={comments}
            actions={actions.comments}
            onChanged={reload}
          />
        </Tabs.Panel>
        <Tabs.Panel value="query" className={styles.tabPanel} tabIndex={-1}>
          <QueryOverview query={query} />
        </Tabs.Panel>
        <Tabs.Panel value="versions" className={styles.tabPanel} tabIndex={-1}>
          <VersionList
            versions={versions}
            isBusy={isBusy || !mayEdit}
            onRestore={(version) => act(() => actions.restore(id, version))}
          />
        </Tabs.Panel>
        <Tabs.Panel value="links" className={styles.tabPanel} tabIndex={-1}>
          {isTeam && isOwner ? (
            <PeopleSharing queryId={id} ownerId={query.owner?.id} actions={actions.sharing} />
          ) : null}
          <ShareList
            shares={shares}
            isBusy={isBusy}
            now={new Date()}
            onShare={() => setAsked('share')}
            onRevoke={(shareId) => act(() => actions.revoke(shareId))}
          />
        </Tabs.Panel>
      </Tabs.Root>
      {asked === 'edit' ? (
        <QueryDialog
          heading="Edit query"
          initial={draftOf(query)}
          onClose={close}
          onSave={async (words) => {
            const { kind, text, target, rowLimit, parameters, version, updatedAt: readUpdatedAt } = query;
            const kept = { id, version, readUpdatedAt, kind, text, target, rowLimit, parameters };
            const saved = await actions.save({ ...kept, ...words });
            if (!saved.ok && saved.error.code === 'conflict') changed();
            unwrap(conflictToldHere(saved));
            close();
            changed();
          }}
        />
      ) : null}
      {asked === 'remove' ? (
        <RemoveQueryDialog
          title={query.title}
          versions={versions.length}
          shares={shares.length}
          onClose={close}
          onRemove={async () => {
            unwrap(await actions.remove(id));
            onRemoved();
          }}
        />
      ) : null}
      {asked === 'share' ? (
        <ShareDialog query={query} actions={actions} initialRun={sharedRun} onShared={reload} onClose={close} />
      ) : null}
    </>
  );
}
