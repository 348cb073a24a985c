import { readFile, writeFile } from 'node:fs/promises';
import { stringify } from 'yaml';

const heading = `# The demo's connections. Joinery writes this file at each start of the demo; copy it before you change it.
# docs/configuration.md explains the form.
`;

/** Writes config.yaml for the demo; the password stands in a file of its own. */
export async function writeDemoConfig(path: string, port: number, passwordFile: string): Promise<void> {
  const text =
    heading +
    stringify({
      connections: {
        shop: {
          driver: 'postgres',
          host: '127.0.0.1',
          port,
          database: 'shop',
          user: 'analyst',
          password: `file:${passwordFile}`,
        },
        crm: { driver: 'sqlite', path: './crm.sqlite' },
        web: { driver: 'files', path: './web' },
      },
    });
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  await writeFile(path, text, { mode: 0o600 });
}
