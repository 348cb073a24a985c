/** How many rows a join can give at most, by what the catalog knows before anything is measured. Pure. */
import type { JoinDocument, JoinStep } from '../../lib/contract/join.ts';
import type { InputView } from './input-view.ts';

/** A join that may give more rows than this, and many times those of its largest input, is looked at before it runs. */
export const GUARD_ROWS = 10_000_000;
const EXPLOSION_FACTOR = 10;

export interface RowBound {
  /** At most so many rows come out; infinite where the size of an input is not known. */
  readonly rows: number;
  /** Steps that may multiply the rows of both sides. */
  readonly openSteps: readonly number[];
  /** By these figures the join cannot run away. */
  readonly isHarmless: boolean;
}

type KnownInput = Pick<InputView, 'alias' | 'columns' | 'rows'>;

/** The bound over all steps. A side whose key the source keeps unique multiplies nothing. */
export function rowBound({ steps }: Pick<JoinDocument, 'steps'>, inputs: readonly KnownInput[]): RowBound {
  const sizes = inputs.map(({ rows }) => rows?.value ?? Number.POSITIVE_INFINITY);
  let rows = sizes[0] ?? 0;
  const openSteps: number[] = [];
  for (const [index, step] of steps.entries()) {
    const added = sizes[index + 1] ?? Number.POSITIVE_INFINITY;
    const isRightUnique = isUniqueSide(step, 'right', inputs[index + 1]);
    const isLeftUnique = index === 0 && isUniqueSide(step, 'left', inputs[0]);
    rows = ofStep(step, rows, added, isLeftUnique, isRightUnique);
    const isOpen = step.kind === 'join' && step.type !== 'anti' && step.type !== 'cross' && step.keys.length > 0;
    if (isOpen && !isLeftUnique && !isRightUnique) openSteps.push(index);
  }
  const largest = Math.max(0, ...sizes.filter(Number.isFinite));
  const isHarmless = openSteps.length === 0 || rows <= Math.max(GUARD_ROWS, EXPLOSION_FACTOR * largest);
  return { rows, openSteps, isHarmless };
}

function ofStep(step: JoinStep, left: number, right: number, isLeftUnique: boolean, isRightUnique: boolean): number {
  if (step.kind === 'union') return left + right;
  if (step.type === 'anti') return left;
  if (isRightUnique) return step.type === 'right' || step.type === 'full' ? left + right : left;
  if (isLeftUnique) return step.type === 'left' || step.type === 'full' ? left + right : right;
  return left * right;
}

/** A key column that is unique by itself, compared for equality as it is stored. */
function isUniqueSide(step: JoinStep, which: 'left' | 'right', input: KnownInput | undefined): boolean {
  if (step.kind !== 'join' || input === undefined) return false;
  const isAloneKey = input.columns.filter(({ isPrimaryKey }) => isPrimaryKey).length === 1;
  return step.keys.some(({ operator, [which]: side }) => {
    const column = input.columns.find(({ name }) => name === side.column);
    const isUnique = column?.isUnique === true || (isAloneKey && column?.isPrimaryKey === true);
    return isUnique && operator === '=' && side.input === input.alias && side.normalisers.length === 0;
  });
}
