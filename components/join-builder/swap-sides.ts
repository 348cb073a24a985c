import type { JoinDocument, JoinStep, JoinType } from '../../lib/contract/join.ts';
import { flipped } from '../../lib/join/flipped.ts';

const swappedTypes: Readonly<Partial<Record<JoinType, JoinType>>> = { left: 'right', right: 'left' };

/** The two inputs change places; what matches stays the same. Without a match (`anti`), it is then the other side that is asked for. */
export function swapSides(document: JoinDocument): JoinDocument {
  const [first, second] = document.inputs;
  const [step] = document.steps;
  if (first === undefined || second === undefined || step === undefined || document.inputs.length !== 2)
    return document;
  return { ...document, inputs: [second, first], steps: [swappedStep(step)] };
}

function swappedStep(step: JoinStep): JoinStep {
  if (step.kind === 'join')
    return {
      ...step,
      type: swappedTypes[step.type] ?? step.type,
      keys: step.keys.map(({ left, operator, right }) => ({
        left: right,
        operator: flipped[operator],
        right: left,
      })),
    };
  if (step.mapping.by !== 'hand') return step;
  const pairs = step.mapping.pairs.map(({ name, before, added }) => ({ name, before: added, added: before }));
  return { ...step, mapping: { by: 'hand', pairs } };
}
