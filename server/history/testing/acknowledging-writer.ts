/** Child of the crash tests: writes runs, drafts and saved queries, and says on stdout what has been acknowledged, until it is killed. */
import { saveQuerySchema } from '../../../lib/contract/query.ts';
import { openHistory } from '../index.ts';
import { sampleRun } from './sample-run.ts';

const [dataDir = '', prefix = ''] = process.argv.slice(2);
const history = await openHistory({ dataDir });
const query = await history.queries.save(saveQuerySchema.parse({ title: prefix, text: 'SELECT 0' }));
let version = query.version;
for (let number = 0; ; number += 1) {
  const id = `${prefix}-${number}`;
  const startedAt = new Date().toISOString();
  await history.insertRun(sampleRun(id, { startedAt, text: `SELECT '${id}'` }));
  // In flight from here to the next acknowledgement; every third one stays so.
  const hasEnded = number % 3 !== 2;
  if (hasEnded)
    await history.updateRun(sampleRun(id, { startedAt, text: `SELECT '${id}'`, rows: number, status: 'succeeded' }));
  const created = await history.createDocument({ title: id, text: '', target: 'federated', rowLimit: null });
  const saved = await history.saveDocument({ ...created, text: id });
  const changed = await history.queries.save(
    saveQuerySchema.parse({
      id: query.id,
      version,
      title: prefix,
      text: `SELECT ${number + 1}`,
      tags: [`t${number % 5}`],
    }),
  );
  version = changed.version;
  process.stdout.write(
    `${JSON.stringify({ id, rows: number, hasEnded, documentId: saved.id, queryId: query.id, version })}\n`,
  );
}
