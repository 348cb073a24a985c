import { defineConfig } from '@playwright/test';
import { browserEnvironment, findBrowser } from './e2e/chromium.ts';

const browser = findBrowser();
// Workers of Playwright read this file too and need not search again.
if (browser.libraryPath === undefined) process.env.JOINERY_CHROMIUM = browser.executablePath;

/** Every worker starts a workbench of its own (e2e/fixtures), so nothing needs to run before. The page must be built: `npm run build`. */
export default defineConfig({
  testDir: './e2e',
  // Emptied at every start; beside it lie the reports of other steps.
  outputDir: './test-results/browser',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // Pages as they were, step by step; filming them besides takes more of the processor than all else that a test does.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      env: Object.fromEntries(
        Object.entries(browserEnvironment(browser)).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value]],
        ),
      ),
      // Root (containers, CI) cannot use the sandbox; only our own pages are opened. The rest keeps the browser off the network.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
