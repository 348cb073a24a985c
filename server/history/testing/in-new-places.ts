import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { HistoryPlaces } from '../../../test/servers/history-places.ts';
import type { Place } from '../place.ts';

/** Gives each test an empty place of its own, among those that `open` makes once and that end with the tests. */
export function inNewPlaces(open: () => Promise<HistoryPlaces>, begin: (place: Place) => Promise<void>): void {
  let places: HistoryPlaces;
  beforeAll(async () => {
    places = await open();
  });
  beforeEach(async () => begin(await places.make()));
  afterAll(() => places.stop());
}
