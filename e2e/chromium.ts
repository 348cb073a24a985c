/** The browser of the e2e tests. Playwright's own are not downloaded: an installed one is used, else the one from the npm package. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Browser {
  readonly executablePath: string;
  /** Folder of libraries that it needs and the system may lack. */
  readonly libraryPath?: string;
}

const installedNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const macPaths = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** `JOINERY_CHROMIUM`, an installed Chromium or Chrome, or the unpacked one of `@sparticuz/chromium` (Linux on x64, five seconds once). */
export function findBrowser(): Browser {
  const given = process.env.JOINERY_CHROMIUM;
  if (given !== undefined && given !== '') return { executablePath: given };
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...installedNames.flatMap((name) => folders.map((folder) => join(folder, name))), ...macPaths];
  const installed = candidates.find((path) => existsSync(path) && runs({ executablePath: path }));
  if (installed !== undefined) return { executablePath: installed };
  const unpacked = unpack();
  if (runs(unpacked)) return unpacked;
  throw new Error(
    'No Chromium for the e2e tests. Install one (Debian: apt-get install chromium) or set JOINERY_CHROMIUM to its path.',
  );
}

function unpack(): Browser {
  const folder = fileURLToPath(new URL('../node_modules/.cache/joinery-chromium', import.meta.url));
  const browser = { executablePath: join(folder, 'chromium'), libraryPath: join(folder, 'al2023/lib') };
  if (runs(browser)) return browser;
  mkdirSync(folder, { recursive: true });
  // The package unpacks into the temporary folder, and adds its libraries (NSS) only where it sees the variable of its first use.
  const script = "await (await import('@sparticuz/chromium')).default.executablePath()";
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
  });
  if (status !== 0) throw new Error(`@sparticuz/chromium could not be unpacked: ${stderr}`);
  return browser;
}

function runs(browser: Browser): boolean {
  const { status } = spawnSync(browser.executablePath, ['--version', '--no-sandbox'], {
    stdio: 'ignore',
    env: browserEnvironment(browser),
  });
  return status === 0;
}

export function browserEnvironment(browser: Browser): NodeJS.ProcessEnv {
  if (browser.libraryPath === undefined) return process.env;
  return { ...process.env, LD_LIBRARY_PATH: browser.libraryPath };
}
