/** Sum of decimal numbers as digits. Floats make it approximate, and it says so. */
export interface ExactSum {
  readonly count: number;
  /** Sum as plain decimal text. */
  readonly sum: string;
  /** Mean, rounded half away from zero to at most four places more than the addends have. */
  readonly average: string;
  /** True if every addend was an integer or a decimal. */
  readonly isExact: boolean;
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
const EXTRA_PLACES = 4;

function toText(digits: bigint, places: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0');
  return places === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** Adds as digits; `add` takes exact text or a float. Values that are no finite numbers (NaN, infinity) make the sum undefined. */
export class SumOfDigits {
  private digits = 0n;
  private places = 0;
  private floats = 0;
  private hasFloats = false;
  private isFinite = true;
  private count = 0;

  add(value: string | number, isFloat: boolean): void {
    this.count += 1;
    const match = isFloat ? null : DECIMAL.exec(String(value));
    if (!match) {
      const float = Number(value);
      if (Number.isFinite(float)) {
        this.hasFloats = true;
        this.floats += float;
      } else this.isFinite = false;
      return;
    }
    const [, sign = '', whole = '', fraction = ''] = match;
    if (fraction.length > this.places) {
      this.digits *= 10n ** BigInt(fraction.length - this.places);
      this.places = fraction.length;
    }
    const addend = BigInt(whole + fraction) * 10n ** BigInt(this.places - fraction.length);
    this.digits += sign === '-' ? -addend : addend;
  }

  result(): ExactSum | undefined {
    if (this.count === 0 || !this.isFinite) return undefined;
    const exact = toText(this.digits, this.places);
    if (this.hasFloats) {
      const sum = Number(exact) + this.floats;
      if (!Number.isFinite(sum)) return undefined;
      return { count: this.count, sum: String(sum), average: String(sum / this.count), isExact: false };
    }
    const scaled = this.digits * 10n ** BigInt(EXTRA_PLACES);
    const divisor = BigInt(this.count);
    const half = divisor / 2n;
    const rounded = scaled < 0n ? -((-scaled + half) / divisor) : (scaled + half) / divisor;
    return {
      count: this.count,
      sum: exact,
      average: trimZeros(toText(rounded, this.places + EXTRA_PLACES)),
      isExact: true,
    };
  }
}
