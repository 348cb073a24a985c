// Runs after `npm install` / `npm ci`, also on an older Node: plain JavaScript, no download, quick when nothing changed.
import { copyMonaco } from './copy-monaco.mjs';
import { generatePrismaClient } from './prisma-generate.mjs';

const steps = [
  ['database client', generatePrismaClient],
  ['editor files', copyMonaco],
];

for (const [name, run] of steps) {
  try {
    console.log(`joinery: ${name} ${run()}`);
  } catch (error) {
    console.error(`joinery: the ${name} could not be prepared: ${error instanceof Error ? error.message : error}`);
    console.error('joinery: mend the cause and run "npm run postinstall" again.');
    process.exit(1);
  }
}
