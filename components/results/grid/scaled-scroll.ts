/** Browsers cap an element's height (about 17.9 million px in Firefox, 33.5 in Chromium); scrolling beyond this much is scaled. */
export const MAX_SCROLL_PX = 15_000_000;
/** Closer to an end than this many viewports, reaching the end of the bar means the end of the content. */
const SNAP_VIEWPORTS = 10;

/**
 * Where the viewport stands in content that may be taller than an element can be. The element scrolls over `physicalMaxPx`; the content has
 * `virtualMaxPx`. Small moves (wheel, arrows, touch) go pixel by pixel, long jumps (thumb, track) in proportion; `settle` brings the thumb
 * back to its proportional place once scrolling rests.
 */
export class ScaledScroll {
  private contentPx = 0;
  private viewportPx = 0;
  private virtualPx = 0;
  private physicalPx = 0;
  /** While the thumb is held every move is a proportional one. */
  isThumbHeld = false;

  get top(): number {
    return this.virtualPx;
  }
  get virtualMaxPx(): number {
    return Math.max(0, this.contentPx - this.viewportPx);
  }
  get physicalMaxPx(): number {
    return Math.min(this.virtualMaxPx, MAX_SCROLL_PX);
  }
  private get isScaled(): boolean {
    return this.virtualMaxPx > this.physicalMaxPx;
  }

  /** New sizes. Answers the physical position that keeps the place. */
  resize(contentPx: number, viewportPx: number): number {
    this.contentPx = contentPx;
    this.viewportPx = viewportPx;
    return this.scrollTo(this.virtualPx);
  }

  /** Moves to a place in the content. Answers the physical position to write to the element; report what it made of it with `written`. */
  scrollTo(virtualPx: number): number {
    this.virtualPx = Math.max(0, Math.min(virtualPx, this.virtualMaxPx));
    this.physicalPx = this.proportional();
    return this.physicalPx;
  }

  /** Position that the element took after it was written to: it may round or clamp. */
  written(physicalPx: number): void {
    this.physicalPx = physicalPx;
  }

  /** The element scrolled, by whatever means. */
  moved(physicalPx: number): void {
    const delta = physicalPx - this.physicalPx;
    if (delta === 0) return;
    this.physicalPx = physicalPx;
    if (!this.isScaled) {
      this.virtualPx = physicalPx;
      return;
    }
    const isJump = this.isThumbHeld || Math.abs(delta) > this.viewportPx;
    const target = isJump ? (physicalPx / this.physicalMaxPx) * this.virtualMaxPx : this.virtualPx + delta;
    this.virtualPx = Math.max(0, Math.min(target, this.virtualMaxPx));
    const snapPx = SNAP_VIEWPORTS * this.viewportPx;
    if (delta < 0 && physicalPx <= 0 && this.virtualPx < snapPx) this.virtualPx = 0;
    if (delta > 0 && physicalPx >= this.physicalMaxPx - 1 && this.virtualMaxPx - this.virtualPx < snapPx)
      this.virtualPx = this.virtualMaxPx;
  }

  /** Scrolling rests: the physical position to write, or undefined if the thumb already stands right. */
  settle(): number | undefined {
    if (!this.isScaled || this.isThumbHeld) return undefined;
    const target = this.proportional();
    return Math.abs(target - this.physicalPx) > 1 ? target : undefined;
  }

  private proportional(): number {
    return this.virtualMaxPx === 0 ? 0 : (this.virtualPx / this.virtualMaxPx) * this.physicalMaxPx;
  }
}
