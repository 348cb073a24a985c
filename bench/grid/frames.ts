/** What a way of scrolling cost, in milliseconds between two frames. */
export interface FrameFigures {
  readonly frames: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** Share of frames in which some cell in sight was still loading. */
  readonly loadingShare: number;
}

export interface RecordedFrames {
  readonly intervalsMs: readonly number[];
  readonly loadingFrames: number;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** Nearest-rank percentile of sorted values. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

export function figuresOf({ intervalsMs, loadingFrames }: RecordedFrames): FrameFigures {
  const sorted = [...intervalsMs].sort((a, b) => a - b);
  return {
    frames: sorted.length,
    p50Ms: round(percentile(sorted, 0.5)),
    p95Ms: round(percentile(sorted, 0.95)),
    maxMs: round(sorted.at(-1) ?? 0),
    loadingShare: sorted.length === 0 ? 0 : Math.round((loadingFrames / sorted.length) * 1000) / 1000,
  };
}
