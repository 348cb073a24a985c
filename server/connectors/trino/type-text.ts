/** Type texts of Trino: `map(varchar, row(a bigint, "b c" array(integer)))`. Pure. */

export interface TrinoType {
  /** In small letters, with `with time zone` and the like: `timestamp with time zone`. */
  readonly name: string;
  /** Numbers in brackets: precision, scale, length. */
  readonly numbers: readonly number[];
  /** Types inside, for arrays, maps and rows. */
  readonly inner: readonly TrinoType[];
  /** Names of the fields of a row; undefined where a field has none. */
  readonly fields: readonly (string | undefined)[];
}

export function parseType(text: string): TrinoType {
  return new TypeReader(text).type();
}

class TypeReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  type(): TrinoType {
    let name = this.#words();
    const numbers: number[] = [];
    const inner: TrinoType[] = [];
    const fields: (string | undefined)[] = [];
    if (this.#take('(')) {
      do {
        const number = this.#match(/\s*(\d+)\s*(?=[,)])/y);
        if (number !== undefined) numbers.push(Number(number));
        else {
          fields.push(name === 'row' ? this.#fieldName() : undefined);
          inner.push(this.type());
        }
      } while (this.#take(','));
      this.#take(')');
      const zone = this.#match(/\s*(with(?:out)? time zone)/iy);
      if (zone !== undefined) name = `${name} ${zone.toLowerCase()}`;
    }
    return { name: name.replace(/ without time zone$/, ''), numbers, inner, fields };
  }

  #words(): string {
    return (this.#match(/\s*([A-Za-z_0-9]+(?: [A-Za-z_0-9]+)*)/y) ?? '').toLowerCase();
  }

  /** A name before a type: quoted, or a word with something other than a bracket or comma behind it. */
  #fieldName(): string | undefined {
    const quoted = this.#match(/\s*"((?:[^"]|"")*)"\s/y);
    if (quoted !== undefined) return quoted.replaceAll('""', '"');
    return this.#match(/\s*(?!interval |timestamp |time |double )([A-Za-z_][A-Za-z_0-9]*)\s+(?=["A-Za-z_])/iy);
  }

  #take(letter: string): boolean {
    const isThere = this.#match(new RegExp(`\\s*(\\${letter})`, 'y')) !== undefined;
    return isThere;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match[1];
  }
}
