/** `npm run bench:durability [-- ROUNDS]`: kills a writer with SIGKILL at random moments, and looks for everything that it acknowledged. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crashRound } from '../../server/history/testing/crash-rounds.ts';

const LONGEST_MS = 250;
const rounds = Number(process.argv[2] ?? 100);
const dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-bench-durability-'));
const print = (line: string): boolean => process.stdout.write(`${line}\n`);

let [acknowledged, lost, interrupted, stillGoing] = [0, 0, 0, 0];
try {
  for (let round = 1; round <= rounds; round += 1) {
    const outcome = await crashRound(dataDir, `round${round}`, Math.random() * LONGEST_MS);
    acknowledged += outcome.acknowledged;
    lost += outcome.lost.length;
    interrupted += outcome.interrupted;
    stillGoing += outcome.stillGoing;
    for (const what of outcome.lost) print(`round ${round}: lost ${what}`);
    if (round % 10 === 0)
      print(
        `${round} rounds: ${acknowledged} acknowledged, ${lost} lost, ${interrupted} interrupted, ${stillGoing} still going`,
      );
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
if (lost + stillGoing > 0) process.exitCode = 1;
