import type { ErrorShape } from '../../../lib/contract/errors.ts';
import type { Measured, XrayFrame, XraySide } from '../../../lib/contract/join-xray.ts';
import type { Asker } from './asker.ts';

export const exactly = (value: number): Measured => ({ value, isExact: true });
export const about = (value: number): Measured => ({ value: Math.round(value), isExact: false });

type Warning = XrayFrame['warnings'][number];

/** The figures of one X-ray as they come in. Every change wakes the reader, who takes a whole frame. */
export class XrayState {
  readonly step: number;
  left: XraySide;
  right: XraySide;
  expectedRows: Measured | undefined;
  fanOut: number | undefined;
  worstKeys: XrayFrame['worstKeys'] = [];
  error: ErrorShape | undefined;
  readonly #warnings = new Map<Warning['kind'], Warning>();
  readonly #startedMs = performance.now();
  #wake = Promise.withResolvers<void>();

  /** By which people know an input. */
  readonly nameOf: (alias: string) => string;

  constructor(step: number, left: string, right: string, nameOf: (alias: string) => string) {
    this.nameOf = nameOf;
    this.step = step;
    this.left = { input: left };
    this.right = { input: right };
  }

  /** The first warning of a kind stands. */
  warn(kind: Warning['kind'], message: string): void {
    if (!this.#warnings.has(kind)) this.#warnings.set(kind, { kind, message });
  }

  set(which: 'left' | 'right', figures: Partial<XraySide>): void {
    this[which] = { ...this[which], ...figures };
    this.tell();
  }

  tell(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers<void>();
  }

  /** Settles at the next change. */
  get changed(): Promise<void> {
    return this.#wake.promise;
  }

  frame(asker: Pick<Asker, 'queries' | 'rowsRead'>, isDone: boolean): XrayFrame {
    return {
      step: this.step,
      left: this.left,
      right: this.right,
      ...(this.expectedRows === undefined ? {} : { expectedRows: this.expectedRows }),
      ...(this.fanOut === undefined ? {} : { fanOut: this.fanOut }),
      worstKeys: this.worstKeys,
      warnings: [...this.#warnings.values()],
      queries: asker.queries,
      rowsRead: asker.rowsRead,
      ms: Math.round(performance.now() - this.#startedMs),
      isDone,
      ...(this.error === undefined ? {} : { error: this.error }),
    };
  }
}
