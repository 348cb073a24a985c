import type { ReactNode } from 'react';
import styles from './settings.module.css';

interface SectionTableProps {
  readonly columns: readonly string[];
  /** The last cell of each row holds what can be done with it. */
  readonly hasActions?: boolean;
  /** Rows. */
  readonly children: ReactNode;
}

/** The tables of this screen: a head, and a row each. */
export function SectionTable({ columns, hasActions = false, children }: SectionTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          {hasActions ? (
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
