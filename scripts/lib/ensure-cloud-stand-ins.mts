// Gets what stands in for BigQuery and Snowflake before the tests start, so that no test waits for a download.
import { ensureBigqueryEmulator } from '../../test/servers/bigquery-emulator.ts';
import { whyNoPython } from '../../test/servers/python-packages.ts';
import { ensureFakesnow } from '../../test/servers/snowflake.ts';

const reason = whyNoPython();
if (reason === undefined) {
  await ensureBigqueryEmulator();
  await ensureFakesnow();
} else console.log(`The tests of BigQuery and Snowflake are skipped: ${reason}.`);
