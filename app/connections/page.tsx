import type { Metadata } from 'next';
import { ConnectionsView } from '../../components/connections/connections-view.tsx';
import { GrantedConnections } from '../../components/connections/granted-connections.tsx';
import { workbench } from '../../server/index.ts';
import {
  connectionUses,
  listConnections,
  removeConnection,
  saveConnection,
  savePolicy,
} from '../actions/connections.ts';
import { requireSession } from '../session.ts';

export const metadata: Metadata = { title: 'Connections' };

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The sources that Joinery reads, for admins with all that can be changed. `?id=shop` opens one, so that its address can be sent. */
export default async function ConnectionsPage({ searchParams }: PageProps) {
  await requireSession();
  const { id } = await searchParams;
  const { connections, people } = await workbench();
  if ((await people.whoAmI()).person.role !== 'admin') return <GrantedConnections />;
  return (
    <ConnectionsView
      drivers={connections.drivers()}
      wanted={typeof id === 'string' ? id : undefined}
      actions={{
        list: listConnections,
        save: saveConnection,
        savePolicy,
        uses: connectionUses,
        remove: removeConnection,
      }}
    />
  );
}
