/** Child of the crash test: writes runs and documents, and says on stdout what has been acknowledged, until it is killed. */
import { openHistory } from '../index.ts';
import { sampleRun } from './sample-run.ts';

const [dataDir = '', prefix = ''] = process.argv.slice(2);
const history = await openHistory({ dataDir });
for (let number = 0; ; number += 1) {
  const id = `${prefix}-${number}`;
  await history.insertRun(sampleRun(id));
  await history.updateRun(sampleRun(id, { rows: number, status: 'succeeded' }));
  const created = await history.createDocument({ title: id, text: '', target: 'federated', rowLimit: null });
  const saved = await history.saveDocument({ ...created, text: id });
  process.stdout.write(`${JSON.stringify({ id, rows: number, documentId: saved.id })}\n`);
}
