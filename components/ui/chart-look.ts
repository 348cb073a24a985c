/** How every chart draws what is not data: axes, grid, and the mark of the pointer. */
export const axisLook = { stroke: 'var(--line-strong)', tick: { fill: 'var(--ink-3)', fontSize: 11 } } as const;
export const gridLook = { vertical: false, stroke: 'var(--line)' } as const;
export const VALUE_AXIS_PX = 64;
export const pointerLook = { fill: 'var(--hover)', stroke: 'var(--line-strong)' } as const;
