import type { DocumentKind, SaveDocument, SqlDocument } from '../contract/document.ts';
import type { ActionAnswer } from './answer.ts';

export type NewDocument = Pick<SqlDocument, 'title' | 'text' | 'target' | 'rowLimit'> & {
  /** A statement if it is not said. */
  readonly kind?: DocumentKind | undefined;
};

/** What the page can do to documents on the server; the page's route fills it with server actions. */
export interface DocumentActions {
  /** Open documents by position. */
  list(): Promise<ActionAnswer<SqlDocument[]>>;
  /** One document, open or closed: the one behind a URL that was sent, or the newer version after a conflict. */
  get(id: string): Promise<ActionAnswer<SqlDocument>>;
  create(document: NewDocument): Promise<ActionAnswer<SqlDocument>>;
  /** Answers `conflict` if the version is not the one kept. */
  save(document: SaveDocument): Promise<ActionAnswer<SqlDocument>>;
  /** Closed documents, most recently closed first. */
  listClosed(): Promise<ActionAnswer<SqlDocument[]>>;
}
