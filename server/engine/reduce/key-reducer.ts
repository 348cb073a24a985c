import type { ColumnInfo } from '../../connectors/connector.ts';
import type { ComputedColumn } from '../plan/computed.ts';
import type { Reduction } from './cost.ts';

/** The fetch waits for another one and asks only for rows whose `column` is among its keys. */
export interface KeyReducer {
  /** Scan whose keys are taken. */
  readonly source: string;
  /** Position of the key among the source relation's columns. */
  readonly sourceColumn: number;
  /** What the keys are, where they are computed of that column. */
  readonly computed?: ComputedColumn | undefined;
  /** Column of the reduced table. */
  readonly column: ColumnInfo;
  /** For people: `crm.accounts.customer_number`. */
  readonly label: string;
  /** Position of the reduced column among the columns of the relation reduced. */
  readonly target: number;
  /** What is expected of it: decides again once the keys are counted. */
  readonly expected: Reduction;
}

export interface ChosenReducer extends KeyReducer {
  /** `inside`: both tables lie in one source, which reads the keys itself. */
  readonly way: 'keys' | 'inside';
  readonly key: ColumnInfo;
}
