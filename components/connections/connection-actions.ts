import type { ActionAnswer } from '../../lib/client/answer.ts';
import { fetchJson } from '../../lib/client/fetch-json.ts';
import {
  type ConnectionDetail,
  type ConnectionPolicy,
  type ConnectionTestAnswer,
  type ConnectionUses,
  connectionTestAnswerSchema,
  type SaveConnection,
} from '../../lib/contract/connection.ts';

/** Server actions, handed in by the page. */
export interface ConnectionActions {
  list(): Promise<ActionAnswer<ConnectionDetail[]>>;
  save(request: SaveConnection): Promise<ActionAnswer<ConnectionDetail>>;
  savePolicy(id: string, policy: ConnectionPolicy, version: number): Promise<ActionAnswer<ConnectionDetail>>;
  uses(id: string): Promise<ActionAnswer<ConnectionUses>>;
  remove(id: string): Promise<ActionAnswer<null>>;
}

/** A route and no action: actions of a page wait for each other, and a try may take its time. An abort ends it at the source. */
export const tryConnection = (request: SaveConnection, signal: AbortSignal): Promise<ConnectionTestAnswer> =>
  fetchJson(connectionTestAnswerSchema, '/api/connections/test', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  });
