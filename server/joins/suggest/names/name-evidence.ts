/** What the names of two columns, and of their tables, say about a join from `from` to `to`. */
import { GENERIC_WORDS, KEY_WORDS, PROPERTY_WORDS, REFERENCE_WORDS } from './lexicon.ts';
import { areOpposite } from './opposites.ts';
import { holdsPeople, isAgentNoun, isPeople, mayPlayRole } from './roles.ts';
import { phraseSimilarity, softCover } from './word-similarity.ts';
import {
  hasTypePrefixes,
  plainWords,
  sharedPrefix,
  singular,
  splitWords,
  tableStem,
  withoutTypePrefix,
  writtenOut,
} from './words.ts';

/** Names of one table, taken apart once. */
export interface TableNames {
  readonly stem: readonly string[];
  readonly columns: ReadonlyMap<string, ColumnName>;
  /** The column that is likely its key, though not named for it: `service_no` of trains. */
  readonly presumedKey?: string | undefined;
  /** Its name or its columns say that its rows are people. */
  readonly isPeople: boolean;
  /** A column of it is called a key and not its own. */
  readonly refersElsewhere: boolean;
}

export interface ColumnName {
  /** Letters and digits of the name, in small letters. */
  readonly plain: string;
  /** All words, in singular and written out, without the prefix that all columns share. */
  readonly words: readonly string[];
  /** Without words such as id, key, code. */
  readonly entity: readonly string[];
  /** What is left of `entity` without the name of its own table, if that says something: `mrn` of `patient_mrn` in patients. */
  readonly core: readonly string[];
  /** Has such a word, and something besides or is nothing else. */
  readonly isKeyNamed: boolean;
  /** Names its own table: `id`, or `customer_id` in customers. */
  readonly isOwnKey: boolean;
  /** Says that it refers to something and not to what: `ref_id`. */
  readonly isReference: boolean;
  /** Its last word stands for several. */
  readonly isPlural: boolean;
  /** A name that any table may have: name, date, status. */
  readonly isGeneric: boolean;
}

export function tableNames(table: string, columns: readonly string[]): TableNames {
  const stem = tableStem(table);
  const prefix = sharedPrefix(columns);
  const isTyped = hasTypePrefixes(columns);
  const named = columns.map((column) => {
    const words = splitWords(column);
    const shared = prefix !== undefined && words[0] === prefix && words.length > 1 ? words.slice(1) : words;
    return [column, columnName(column, stem, isTyped ? withoutTypePrefix(shared) : shared)] as const;
  });
  const refersElsewhere = named.some(([, { isKeyNamed, isOwnKey }]) => isKeyNamed && !isOwnKey);
  return {
    stem,
    columns: new Map(
      named.map(([column, name]) => [column, isSideOf(name, named) ? { ...name, isReference: true } : name]),
    ),
    presumedKey: presumedKey(named),
    isPeople: isPeople(stem) || holdsPeople(named.map(([, { words }]) => words)),
    refersElsewhere,
  };
}

/** `plaintiff_no` beside `defendant_no`: which side of a relation, and not of what. */
function isSideOf(name: ColumnName, all: readonly (readonly [string, ColumnName])[]): boolean {
  const [word, ...more] = name.entity;
  if (word === undefined || more.length > 0 || name.isOwnKey) return false;
  return all.some(
    ([, other]) => other !== name && other.entity.length === 1 && areOpposite(word, other.entity[0] ?? ''),
  );
}

/** The first column, if it is called a key or nothing is, and nothing else is named for the table. */
function presumedKey(columns: readonly (readonly [string, ColumnName])[]): string | undefined {
  const [first] = columns;
  if (first === undefined || first[1].isGeneric || columns.some(([, { isOwnKey }]) => isOwnKey)) return undefined;
  return first[1].isKeyNamed || columns.every(([, { isKeyNamed }]) => !isKeyNamed) ? first[0] : undefined;
}

/** `parts` are the words of its name, without what all columns of the table begin with. */
function columnName(column: string, stem: readonly string[], parts: readonly string[]): ColumnName {
  const initial = parts.length === 1 ? initialKey(parts[0] ?? '', stem) : undefined;
  const words = initial ?? plainWords(parts);
  const entity = words.filter((word) => !KEY_WORDS.has(word));
  const named = entity.filter((word) => !REFERENCE_WORDS.has(word));
  const namesOwn = phraseSimilarity(entity, stem) >= 0.85 && !isDoer(entity, stem);
  const isProperty =
    named.length > 0 &&
    named.every((word) => PROPERTY_WORDS.has(word)) &&
    !namesOwn &&
    !words.some((word) => CERTAIN_KEYS.has(word));
  const isKeyNamed = entity.length < words.length && !isProperty;
  const isReference = named.length === 0 && entity.length > 0;
  const isOwnKey = isKeyNamed && !isReference && (entity.length === 0 || namesOwn);
  const isGeneric =
    named.length > 0 && !isKeyNamed && named.every((word) => GENERIC_WORDS.has(word) || PROPERTY_WORDS.has(word));
  const plain = column
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  const last = parts.at(-1) ?? '';
  const isPlural = last.length > 3 && singular(last) !== last;
  return {
    plain,
    words,
    entity,
    core: withoutStem(entity, stem),
    isKeyNamed,
    isOwnKey,
    isReference,
    isPlural,
    isGeneric,
  };
}

/** Beside these a word such as `cell` or `house` is no number of a telephone or a street. */
const CERTAIN_KEYS: ReadonlySet<string> = new Set('id sk fk pk key uid guid uuid nk bk'.split(' '));

/** `commenter` in comments: somebody who made them, not the comment. */
const isDoer = (entity: readonly string[], stem: readonly string[]): boolean => {
  const [word = '', root = ''] = [entity.at(-1), stem.at(-1)];
  return word.length > root.length && root !== '' && isAgentNoun(word) && word.startsWith(root.slice(0, -1));
};

const saysNothing = (words: readonly string[]): boolean =>
  words.every((word) => GENERIC_WORDS.has(word) || PROPERTY_WORDS.has(word) || REFERENCE_WORDS.has(word));

function withoutStem(entity: readonly string[], stem: readonly string[]): readonly string[] {
  const length = stem.length;
  if (length === 0 || entity.length <= length) return entity;
  const rest = entity.slice(length);
  return phraseSimilarity(entity.slice(0, length), stem) >= 0.85 && !saysNothing(rest) ? rest : entity;
}

/** `did` in domains: the initial of its own table and a key word. */
function initialKey(word: string, stem: readonly string[]): string[] | undefined {
  const match = /^([a-z]{1,2})(id|key|no)$/.exec(word);
  const initials = stem.map((part) => part[0] ?? '').join('');
  const isStart = (word: string | undefined) => match?.[1] !== undefined && word?.startsWith(match[1]) === true;
  return match?.[1] !== undefined && (match[1] === initials || isStart(stem[0]) || isStart(stem.at(-1)))
    ? [...stem, 'id']
    : undefined;
}

export interface NameEvidence {
  /** 0 to 1. */
  readonly score: number;
  /** The same words in the same order. */
  readonly isSame: boolean;
  /** The very same name but for case and separators. */
  readonly isIdentical: boolean;
  /** Names the part that somebody or something plays, and the target is a table of such: people, partners, places. */
  readonly isPersonRole: boolean;
  /** The same but for words such as id and for the name of a column's own table: `imo` and `imo_number`, `mrn` and `patient_mrn`. */
  readonly isSameThing: boolean;
  /** `from` names the table of `to`, or what `to` is the key of. */
  readonly namesTarget: number;
  /** `from` has further words before: the role it plays (`billing_address_id`). */
  readonly isRole: boolean;
  /** Nothing known: the name refers without saying to what. */
  readonly isUnknown: boolean;
}

/** `isToKey`: the target is declared unique. */
export function nameEvidence(
  from: string,
  fromTable: TableNames,
  to: string,
  toTable: TableNames,
  isToKey: boolean,
): NameEvidence {
  const left = fromTable.columns.get(from);
  const right = toTable.columns.get(to);
  if (left === undefined || right === undefined) throw new Error('A column of another table was asked for');
  const isBare = left.entity.length === 0 && right.entity.length === 0;
  // Two columns both called `id` are each other's namesakes only.
  const isIdentical = left.plain === right.plain && !isBare;
  const isSame = isIdentical || (writtenOut(left.words) === writtenOut(right.words) && !isBare);
  const leftEntity = entityOf(left, fromTable);
  const rightEntity = entityOf(right, toTable);
  const isSameThing =
    !isSame &&
    !(left.isKeyNamed && right.isKeyNamed) &&
    !saysNothing(left.core) &&
    writtenOut(left.core) === writtenOut(right.core) &&
    !isTitle(left, fromTable) &&
    !isTitle(right, toTable);
  const direct = Math.max(
    phraseSimilarity(leftEntity, rightEntity) * (left.isKeyNamed === right.isKeyNamed ? 1 : 0.9),
    isSameThing ? 0.95 : 0,
    right.isOwnKey ? gluedEnd(leftEntity, rightEntity) : 0,
  );
  const isTargetKey = right.isOwnKey || isToKey;
  const isPresumed = !isTargetKey && toTable.presumedKey === to;
  const stemWorth = isTargetKey ? 1 : isPresumed ? PRESUMED : 0;
  const toStem =
    stemWorth *
    (isCount(left) ? COUNT : 1) *
    Math.max(phraseSimilarity(leftEntity, toTable.stem), 0.85 * headSimilarity(leftEntity, toTable.stem));
  const role = Math.max(
    roleSimilarity(leftEntity, [rightEntity]),
    stemWorth * roleSimilarity(leftEntity, [toTable.stem]),
  );
  // `entrepreneur_id` of entrepreneurs is no role: it is their own key.
  const person =
    !left.isOwnKey &&
    (isTargetKey || isPresumed) &&
    !isCount(left) &&
    mayPlayRole(left.words, toTable, () => isNamedElsewhere(left, fromTable, right, toTable));
  const namesTarget = Math.max(toStem, right.isOwnKey ? direct : 0, right.isOwnKey ? role * 0.95 : 0);
  const isUnknown = left.isReference || right.isReference;
  const score = Math.max(isSame ? 1 : 0, direct, toStem, role * 0.9, person ? 0.7 : 0, isUnknown ? 0.3 : 0);
  return {
    score,
    isSame,
    isIdentical,
    isSameThing,
    namesTarget,
    isPersonRole: person && score <= 0.7,
    isRole: role > Math.max(direct, toStem),
    isUnknown: isUnknown && score <= 0.3,
  };
}

/** `places`, `seats`: how many of them, not which. */
const isCount = (column: ColumnName): boolean => column.isPlural && !column.isKeyNamed;
const COUNT = 0.6;

/** Another column of the table has the very name of the key, or of its table. */
const isNamedElsewhere = (column: ColumnName, own: TableNames, key: ColumnName, target: TableNames): boolean =>
  [...own.columns.values()].some(
    (other) =>
      other !== column &&
      other.entity.length > 0 &&
      (writtenOut(other.entity) === writtenOut(entityOf(key, target)) ||
        phraseSimilarity(other.entity, target.stem) >= 0.9),
  );

/** `artist` of artists: what it is called, beside its key. */
const isTitle = (column: ColumnName, table: TableNames): boolean =>
  !column.isKeyNamed && phraseSimilarity(column.entity, table.stem) >= 0.85;

const entityOf = (column: ColumnName, table: TableNames): readonly string[] =>
  column.entity.length > 0 ? column.entity : column.isKeyNamed ? table.stem : column.words;

/** What a name that means the table is worth where its key is only presumed. */
const PRESUMED = 0.9;

/** Whether the last words of a longer name are those of the target: `pickup_address` and `address`. */
function roleSimilarity(words: readonly string[], targets: readonly (readonly string[])[]): number {
  let best = 0;
  for (const target of targets) {
    if (target.length === 0 || words.length <= target.length) continue;
    const tail = phraseSimilarity(words.slice(-target.length), target);
    const head = phraseSimilarity(words.slice(0, target.length), target) * 0.85;
    best = Math.max(best, tail, head);
  }
  return Math.max(best, compoundSimilarity(words, targets));
}

/** `lieferadresse` for a table of addresses: words written together, of which the last one says what it is. */
function compoundSimilarity(words: readonly string[], targets: readonly (readonly string[])[]): number {
  const last = words.at(-1) ?? '';
  const isCompound = targets.some(([target = '', ...more]) => {
    const root = target.replace(/(en|e|n)$/, '');
    if (more.length > 0 || root.length < 5 || last.length < root.length + 4) return false;
    return [root, `${root}e`, `${root}en`].some((end) => last.endsWith(end));
  });
  return isCompound ? COMPOUND : 0;
}
const COMPOUND = 0.85;

/** `accelerator` for a table of web client accelerators: what a table is called ends in what its rows are. */
const headSimilarity = (words: readonly string[], stem: readonly string[]): number =>
  words.length > 0 && stem.length > words.length ? phraseSimilarity(words, stem.slice(-words.length)) : 0;

/** `order` for a key `salesorderid`: words written together, of which the last one is meant. */
function gluedEnd(words: readonly string[], target: readonly string[]): number {
  const [word = '', ...more] = words;
  const [long = '', ...rest] = target;
  const isEnd = more.length === 0 && rest.length === 0 && word.length >= 4 && long.length >= word.length + 4;
  return isEnd && long.endsWith(word) ? GLUED_END : 0;
}
const GLUED_END = 0.8;

/** How much two tables seem to speak of the same thing. */
export const stemSimilarity = (left: TableNames, right: TableNames): number =>
  Math.max(phraseSimilarity(left.stem, right.stem), softCover(left.stem, right.stem), softCover(right.stem, left.stem));
