/** Times and errors by kind of request. */
export class Tally {
  readonly #times = new Map<string, number[]>();
  readonly #errors = new Map<string, Map<string, number>>();

  note(kind: string, ms: number, error?: string): void {
    const times = this.#times.get(kind);
    if (times === undefined) this.#times.set(kind, [ms]);
    else times.push(ms);
    if (error === undefined) return;
    const codes = this.#errors.get(kind) ?? new Map<string, number>();
    codes.set(error, (codes.get(error) ?? 0) + 1);
    this.#errors.set(kind, codes);
  }

  get requests(): number {
    return [...this.#times.values()].reduce((total, times) => total + times.length, 0);
  }

  rows(): { kind: string; requests: number; p50: number; p99: number; most: number; errors: string }[] {
    return [...this.#times].map(([kind, times]) => {
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
      const errors = [...(this.#errors.get(kind) ?? [])].map(([code, count]) => `${code} ${count}`).join(', ');
      return { kind, requests: times.length, p50: at(0.5), p99: at(0.99), most: at(1), errors };
    });
  }

  /** Errors that are no declared limit. */
  get faults(): string[] {
    const limits = new Set([
      'queue_full',
      'too_many_requests',
      'run_timeout',
      'out_of_memory',
      'disk_full',
      'fetch_limit',
    ]);
    return [...this.#errors.values()].flatMap((codes) => [...codes.keys()]).filter((code) => !limits.has(code));
  }
}
