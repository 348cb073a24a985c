/**
 * Builds every text that may leave for a model, and nothing else does. What a connection's policy keeps back never gets into a `PayloadBuilder`:
 * its methods ask the policy themselves, and note what they left out.
 */
import type { AssistantPayload, SentMessage } from '../../lib/contract/assistant.ts';
import type { AiPolicy } from '../../lib/contract/connection.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import type { TableInfo } from '../connectors/connector.ts';
import { mask, sendsComments, sendsMaskedSamples, sendsNames, withoutLiterals } from './policy.ts';

export type PolicyOf = (connection: string) => AiPolicy;

const MOST_COLUMNS = 120;
const MOST_COMMENT = 300;

export class PayloadBuilder {
  readonly #policyOf: PolicyOf;
  readonly #parts: unknown[] = [];
  readonly #earlier: SentMessage[] = [];
  readonly #sent = new Map<string, AiPolicy>();
  readonly #withheld = new Set<string>();

  constructor(policyOf: PolicyOf) {
    this.#policyOf = policyOf;
  }

  /** Whether anything of all these connections may be named; notes those that may not. */
  allows(connections: readonly string[]): boolean {
    const kept = [...new Set(connections)].filter((connection) => !sendsNames(this.#policyOf(connection)));
    for (const connection of kept) this.#withheld.add(`All of ${connection}: its policy lets nothing out.`);
    return kept.length === 0;
  }

  /** Names and types of a table's columns, with comments where the policy lets them out. Undefined if nothing may leave. */
  table(connection: string, info: TableInfo): Readonly<Record<string, unknown>> | undefined {
    if (!this.allows([connection])) return undefined;
    this.#note(connection);
    const hasComments = sendsComments(this.#policyOf(connection));
    const isCommented = info.comment !== undefined || info.columns.some(({ comment }) => comment !== undefined);
    if (!hasComments && isCommented) this.#withheld.add(`Comments of ${connection}.`);
    return {
      table: tableName({ connection, schema: info.schema, table: info.name }),
      ...this.comment(connection, info.comment),
      key: info.primaryKey,
      columns: info.columns.slice(0, MOST_COLUMNS).map((column) => ({
        name: column.name,
        type: column.type,
        ...this.comment(connection, column.comment),
      })),
    };
  }

  comment(connection: string, comment: string | undefined): { readonly comment?: string } {
    if (comment === undefined || comment.trim() === '' || !sendsComments(this.#policyOf(connection))) return {};
    return { comment: comment.slice(0, MOST_COMMENT) };
  }

  /** Values as their shapes, only where the policies of all their connections let samples out. */
  samples(connections: readonly string[], values: readonly string[]): string[] {
    if (values.length === 0) return [];
    const isAllowed = connections.every((connection) => sendsMaskedSamples(this.#policyOf(connection)));
    if (!isAllowed) this.#withheld.add(`Sampled values of ${[...new Set(connections)].join(' and ')}.`);
    return isAllowed ? [...new Set(values.map(mask))] : [];
  }

  /** SQL over these connections, its literals taken out. Undefined if one of them lets nothing out. */
  sql(connections: readonly string[], sql: string): string | undefined {
    if (!this.allows(connections)) return undefined;
    for (const connection of connections) this.#note(connection);
    const text = withoutLiterals(sql);
    if (text !== sql) this.#withheld.add('Values and comments that stand in the SQL.');
    return text;
  }

  /** What was said before, without what names a connection (of all there are) that lets nothing out now. */
  conversation(messages: readonly SentMessage[], connections: readonly string[]): void {
    const closed = connections.filter((connection) => !sendsNames(this.#policyOf(connection)));
    for (const message of messages) {
      const named = closed.filter((connection) =>
        new RegExp(`(?<![\\w])${connection}(?![\\w])`, 'i').test(message.content),
      );
      if (this.allows(named)) this.#earlier.push(message);
    }
  }

  add(part: unknown): void {
    this.#parts.push(part);
  }

  /** The text of the same question with these parts behind what was added so far. */
  with(parts: readonly unknown[], question: string): string {
    return promptOf([...this.#parts, ...parts], question);
  }

  /** `data` is what was added, as JSON between marks, so that nothing in it reads as an instruction. */
  build(system: string, question: string): AssistantPayload {
    return {
      system,
      prompt: promptOf(this.#parts, question),
      earlier: [...this.#earlier],
      connections: [...this.#sent].map(([connection, policy]) => ({ connection, policy })),
      withheld: [...this.#withheld],
    };
  }

  #note(connection: string): void {
    this.#sent.set(connection, this.#policyOf(connection));
  }
}

function promptOf(parts: readonly unknown[], question: string): string {
  const data = parts.map((part) => JSON.stringify(part, undefined, 1).replaceAll('</data>', '<\\/data>'));
  return `${question}\n<data>\n${data.join('\n')}\n</data>`;
}

export const tableName = ({ connection, schema, table }: TableReference): string => `${connection}.${schema}.${table}`;
