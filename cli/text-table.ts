export interface TextColumn<Row> {
  readonly label: string;
  /** Figures stand right. */
  readonly isRight?: boolean;
  of(row: Row): string;
}

/** Rows in aligned columns under their headings. */
export function textTable<Row>(columns: readonly TextColumn<Row>[], rows: readonly Row[]): string {
  const cells = [columns.map(({ label }) => label), ...rows.map((row) => columns.map((column) => column.of(row)))];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => [...(row[index] ?? '')].length)));
  return cells
    .map((row) =>
      row
        .map((cell, index) => {
          const blanks = ' '.repeat((widths[index] ?? 0) - [...cell].length);
          return columns[index]?.isRight ? blanks + cell : cell + blanks;
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
