/**
 * The best one-to-one assignment of rows to columns by total weight: the Hungarian method with potentials (Kuhn 1955, in the O(n^2 m) form of
 * Jonker and Volgenant). Rows must not be more than columns.
 */
export function assign(weights: readonly (readonly number[])[]): (number | undefined)[] {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  const rowPotential = new Array<number>(rows + 1).fill(0);
  const columnPotential = new Array<number>(columns + 1).fill(0);
  const rowOf = new Array<number>(columns + 1).fill(0);
  for (let row = 1; row <= rows; row += 1) {
    const way = new Array<number>(columns + 1).fill(0);
    const least = new Array<number>(columns + 1).fill(Number.POSITIVE_INFINITY);
    const isUsed = new Array<boolean>(columns + 1).fill(false);
    rowOf[0] = row;
    let at = 0;
    do {
      isUsed[at] = true;
      const current = rowOf[at] ?? 0;
      let delta = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let column = 1; column <= columns; column += 1) {
        if (isUsed[column] === true) continue;
        const cost =
          -(weights[current - 1]?.[column - 1] ?? 0) - (rowPotential[current] ?? 0) - (columnPotential[column] ?? 0);
        if (cost < (least[column] ?? 0)) {
          least[column] = cost;
          way[column] = at;
        }
        if ((least[column] ?? 0) < delta) {
          delta = least[column] ?? 0;
          next = column;
        }
      }
      for (let column = 0; column <= columns; column += 1) {
        if (isUsed[column] === true) {
          const owner = rowOf[column] ?? 0;
          rowPotential[owner] = (rowPotential[owner] ?? 0) + delta;
          columnPotential[column] = (columnPotential[column] ?? 0) - delta;
        } else least[column] = (least[column] ?? 0) - delta;
      }
      at = next;
    } while ((rowOf[at] ?? 0) !== 0);
    do {
      const previous = way[at] ?? 0;
      rowOf[at] = rowOf[previous] ?? 0;
      at = previous;
    } while (at !== 0);
  }
  const places = new Array<number | undefined>(rows).fill(undefined);
  for (let column = 1; column <= columns; column += 1) {
    const row = rowOf[column] ?? 0;
    if (row > 0) places[row - 1] = column - 1;
  }
  return places;
}
