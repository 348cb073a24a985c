'use server';

import { z } from 'zod';
import {
  documentKindSchema,
  documentSchema,
  type SaveDocument,
  type SqlDocument,
  saveDocumentSchema,
} from '../../lib/contract/document.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

const newDocumentSchema = documentSchema
  .pick({ title: true, text: true, target: true, rowLimit: true })
  .extend({ kind: documentKindSchema.optional() });
type NewDocument = z.infer<typeof newDocumentSchema>;

/** Most documents that "reopen" lists. */
const MAX_CLOSED = 200;

/** The open tabs, by position. */
export async function openDocuments(): Promise<Outcome<SqlDocument[]>> {
  return outcomeOf(async () => (await workbench()).history.openDocuments());
}

/** A new tab behind the last; a title that is taken gets a number. */
export async function createDocument(document: NewDocument): Promise<Outcome<SqlDocument>> {
  return outcomeOf(async () => (await workbench()).history.createDocument(parseInput(newDocumentSchema, document)));
}

/** Saves text, title, place, and whether the tab is open. `conflict` if another window saved meanwhile. */
export async function saveDocument(document: SaveDocument): Promise<Outcome<SqlDocument>> {
  return outcomeOf(async () => (await workbench()).history.saveDocument(parseInput(saveDocumentSchema, document)));
}

/** Documents that can be reopened, the one closed last first. */
export async function closedDocuments(limit: number): Promise<Outcome<SqlDocument[]>> {
  const limitSchema = z.number().int().min(1).max(MAX_CLOSED);
  return outcomeOf(async () => (await workbench()).history.closedDocuments(parseInput(limitSchema, limit)));
}

/** Opens a closed document again behind the last tab; an open one is answered as it is. */
export async function reopenDocument(id: string): Promise<Outcome<SqlDocument>> {
  return outcomeOf(async () => {
    const { history } = await workbench();
    const document = await history.document(parseInput(z.string().min(1).max(100), id));
    if (document.isOpen) return document;
    const open = await history.openDocuments();
    const position = open.reduce((last, other) => Math.max(last, other.position), -1) + 1;
    return history.saveDocument({ ...document, isOpen: true, position });
  });
}
