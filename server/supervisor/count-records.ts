import { rowsOfBatch } from '../connectors/packed-rows.ts';

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** Counts the records of a CSV stream in the form of `FetchStream`, chunk by chunk; a line feed inside quotes ends none. Answers the sum so far. */
export function createRecordCounter(): (chunk: Uint8Array) => number {
  let records = 0;
  let isQuoted = false;
  return (chunk) => {
    for (const byte of chunk) {
      // A doubled quote turns it off and on again.
      if (byte === QUOTE) isQuoted = !isQuoted;
      else if (byte === LINE_FEED && !isQuoted) records += 1;
    }
    return records;
  };
}

/** The same of a packed stream. */
export function createRowCounter(): (batch: Uint8Array) => number {
  let rows = 0;
  return (batch) => {
    rows += rowsOfBatch(batch);
    return rows;
  };
}
