import { z } from 'zod';
import { type StatementParameter, statementParameterSchema } from '../contract/parameter.ts';

const prefix = 'joinery.parameters.';
const keptSchema = z.array(statementParameterSchema);

/**
 * Values that a person gave the placeholders of a document, remembered by this browser. A value of the same name is a first guess in another
 * document too.
 */
export class ParameterStore {
  readonly #byDocument = new Map<string, readonly StatementParameter[]>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same array until something changes. */
  get(documentId: string): readonly StatementParameter[] {
    const known = this.#byDocument.get(documentId);
    if (known !== undefined) return known;
    const kept = read(documentId);
    this.#byDocument.set(documentId, kept);
    return kept;
  }

  set(documentId: string, parameter: StatementParameter): void {
    const others = this.get(documentId).filter(({ name }) => name !== parameter.name);
    const parameters = [...others, parameter];
    this.#byDocument.set(documentId, parameters);
    localStorage.setItem(prefix + documentId, JSON.stringify(parameters));
    for (const listener of this.#listeners) listener();
  }
}

function read(documentId: string): readonly StatementParameter[] {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(prefix + documentId) ?? '[]'));
  } catch {
    return [];
  }
}

/** One for the page. */
export const parameterStore = new ParameterStore();
