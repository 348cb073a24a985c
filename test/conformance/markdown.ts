export const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
export const head = (...cells: readonly string[]): string => `${row(...cells)}\n${row(...cells.map(() => '---'))}`;
