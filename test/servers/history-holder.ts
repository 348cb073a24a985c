// A server that has a run at work until it is killed: `history-holder.ts DATA_DIR URL`. Says when the run is kept.
import { openHistory } from '../../server/history/index.ts';
import { sampleRun } from '../../server/history/testing/sample-run.ts';

const [dataDir = '', url = ''] = process.argv.slice(2);
// The folder that the other servers of the test use.
const history = await openHistory({
  dataDir: `${dataDir}/data`,
  database: { url, connections: 5 },
  server: { beatMs: 300, graceMs: 10_000 },
});
await history.insertRun(sampleRun('of-the-child'));
process.send?.('kept');
setInterval(() => undefined, 60_000);
