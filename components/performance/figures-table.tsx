'use client';

import { ArrowDown, ArrowUp, Download } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { saveCsv, toCsv } from './csv.ts';
import styles from './performance.module.css';

export interface FigureColumn<Row> {
  readonly label: string;
  /** Heading in the CSV, with its unit: `p95_ms`. */
  readonly csv: string;
  readonly title?: string;
  /** Takes what room there is; its text is cut. */
  readonly isWide?: boolean;
  /** Text stands left, figures right. */
  readonly isText?: boolean;
  /** First of the sources' own figures: a line stands before it. */
  readonly beginsGroup?: boolean;
  /** For sorting and CSV, in the unit that `csv` names. */
  value(row: Row): string | number | undefined;
  /** What is shown; the value itself if it is left out. */
  render?(row: Row): ReactNode;
}

interface FiguresTableProps<Row> {
  readonly title: string;
  readonly description?: string;
  readonly fileName: string;
  readonly columns: readonly FigureColumn<Row>[];
  readonly rows: readonly Row[];
  /** `csv` of the column that leads at first; the order given if it is left out. */
  readonly sortedBy?: string;
  /** Rows shown before "Show all". */
  readonly shortRows?: number;
  readonly empty: string;
  /** Between heading and table. */
  readonly controls?: ReactNode;
  keyOf(row: Row): string;
}

interface Sort {
  readonly csv: string;
  readonly isDescending: boolean;
}

/** A table of figures: sorted by its headings, exported as CSV in the order shown. */
export function FiguresTable<Row>(props: FiguresTableProps<Row>) {
  const { title, description, fileName, columns, rows, sortedBy, shortRows = 10, empty, controls, keyOf } = props;
  const id = useId();
  const [sort, setSort] = useState<Sort | undefined>(
    sortedBy === undefined ? undefined : { csv: sortedBy, isDescending: true },
  );
  const [isWhole, setIsWhole] = useState(false);
  const sorted = sortRows(rows, columns, sort);
  const shown = isWhole ? sorted : sorted.slice(0, shortRows);
  const save = () =>
    saveCsv(
      `${fileName}.csv`,
      toCsv(
        columns.map(({ csv }) => csv),
        sorted.map((row) => columns.map((column) => column.value(row))),
      ),
    );
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.sectionHead}>
        <h2 id={id}>{title}</h2>
        {description === undefined ? null : <p>{description}</p>}
        {rows.length === 0 ? null : (
          <Button kind="quiet" aria-label={`Save as CSV: ${title}`} onClick={save}>
            <Download size={14} aria-hidden="true" />
            CSV
          </Button>
        )}
      </header>
      {controls}
      {rows.length === 0 ? (
        <p className={styles.none}>{empty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls has to be reachable by keyboard.
        // biome-ignore lint/a11y/useSemanticElements: A fieldset is for forms.
        <div className={styles.tableScroll} role="group" aria-labelledby={id} tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <Heading key={column.csv} column={column} sort={sort} onSort={setSort} />
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={keyOf(row)}>
                  {columns.map((column) => (
                    <td key={column.csv} className={cellClass(column)}>
                      {column.render === undefined ? (column.value(row) ?? '–') : column.render(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > shortRows ? (
        <Button kind="quiet" className={styles.more} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? `Show the first ${shortRows}` : `Show all ${rows.length}`}
        </Button>
      ) : null}
    </section>
  );
}

interface HeadingProps<Row> {
  readonly column: FigureColumn<Row>;
  readonly sort: Sort | undefined;
  onSort(sort: Sort): void;
}

function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  const isSorted = sort?.csv === column.csv;
  const Arrow = sort?.isDescending === true ? ArrowDown : ArrowUp;
  const next: Sort = { csv: column.csv, isDescending: isSorted ? !sort.isDescending : column.isText !== true };
  return (
    <th
      scope="col"
      className={cellClass(column)}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={styles.sort} title={column.title} onClick={() => onSort(next)}>
        {column.label}
        {isSorted ? <Arrow size={12} aria-hidden="true" /> : null}
      </button>
    </th>
  );
}

function cellClass<Row>({ isText, isWide, beginsGroup }: FigureColumn<Row>): string {
  return [isText ? styles.words : styles.figure, isWide ? styles.wide : '', beginsGroup ? styles.begins : '']
    .join(' ')
    .trim();
}

/** Those without a value come last either way. */
function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly FigureColumn<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const column = columns.find(({ csv }) => csv === sort?.csv);
  if (column === undefined || sort === undefined) return rows;
  const sign = sort.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [column.value(a), column.value(b)];
    if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
    return (
      sign *
      (typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right)))
    );
  });
}
