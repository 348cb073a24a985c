/** Thrown where a query block cannot be proven to mean the same at its source. It then goes the normal way: never an error for people. */
export class NotABlock extends Error {}

export function giveUp(why: string): never {
  throw new NotABlock(why);
}
