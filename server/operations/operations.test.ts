import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedWorkbench } from '../application.ts';
import { openTestWorkbench, type TestWorkbench } from '../connections/testing/open-test-workbench.ts';
import { Operations, type OperationsOptions } from './operations.ts';
import { readinessOf } from './readiness.ts';
import { routePattern } from './route-pattern.ts';
import { presentsToken, scrapeTokenOf } from './scrape-token.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-operations-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const good = async (): Promise<void> => undefined;
const bad = async (): Promise<void> => {
  throw new Error('the reason stays here');
};

describe('readiness', () => {
  const parts = () => ({ dataDir: folder, askDatabase: good, askEngine: good });

  it('is said when every part answers', async () => {
    expect(await readinessOf(parts(), false)).toEqual({
      status: 'ready',
      checks: { database: 'ok', engine: 'ok', disk: 'ok' },
    });
  });

  it.each([
    ['database', { askDatabase: bad }],
    ['engine', { askEngine: bad }],
    ['disk', { dataDir: '/there/is/nothing/here' }],
  ])('names the %s that fails, without the reason', async (check, change) => {
    const readiness = await readinessOf({ ...parts(), ...change }, false);
    expect(readiness).toMatchObject({ status: 'not_ready', checks: { [check]: 'failed' } });
    expect(JSON.stringify(readiness)).not.toContain('reason');
  });

  it('ends while the server stops', async () => {
    const options: OperationsOptions = { ...parts(), lanes: {}, drain: async () => 0 };
    const operations = new Operations(options);
    await operations.drain(0);
    expect((await operations.readiness()).status).toBe('stopping');
  });
});

describe('figures', () => {
  it('have few labels, and none that somebody chose', async () => {
    const operations = new Operations({
      dataDir: folder,
      askDatabase: good,
      askEngine: good,
      drain: async () => 0,
      lanes: { runs: () => ({ processes: 2, running: 1, waiting: 7 }) },
    });
    for (let index = 0; index < 500; index += 1) {
      operations.requestEnded({
        method: `M${index}`,
        url: `/secret-${index}/${index}?q=secret`,
        status: 404,
        seconds: 0.01,
      });
      operations.requestEnded({
        method: 'GET',
        url: `/api/results/secret-${index}/rows?view=secret`,
        status: 200,
        seconds: 0.2,
      });
    }
    const { text, contentType } = await operations.metrics();
    expect(contentType).toContain('text/plain');
    expect(text).not.toContain('secret');
    expect(text).toContain('joinery_engine_waiting{lane="runs"} 7');
    expect(text).toContain(
      'joinery_http_request_seconds_count{method="GET",route="/api/results/:id/rows",status="200"} 500',
    );
    expect(text).toContain('joinery_http_request_seconds_count{method="other",route="refused",status="404"} 500');
    expect(text).toContain('process_resident_memory_bytes');
    expect(text.split('\n').length).toBeLessThan(500);
  });

  it('know routes by their pattern', () => {
    expect(routePattern('/api/v1/queries/my%20query/runs?wait=5', 200)).toBe('/api/v1/queries/:id/runs');
    expect(routePattern('/', 200)).toBe('/');
    expect(routePattern('/_next/static/chunks/a.js', 200)).toBe('static');
    expect(routePattern(`/${'a/'.repeat(50)}`, 200)).toBe('other');
  });

  it('open to the scrape token alone', () => {
    const token = scrapeTokenOf({ JOINERY_METRICS_TOKEN: 'a-token-of-twenty-characters' });
    expect(presentsToken(`Bearer ${token}`, token)).toBe(true);
    for (const wrong of [undefined, '', 'Bearer ', `Bearer ${token}x`, token])
      expect(presentsToken(wrong, token)).toBe(false);
    expect(presentsToken('Bearer undefined', undefined)).toBe(false);
    expect(scrapeTokenOf({})).toBeUndefined();
    expect(() => scrapeTokenOf({ JOINERY_METRICS_TOKEN: 'short' })).toThrow(/shorter/);
  });
});

describe('a server that stops', () => {
  const ENDLESS = 'SELECT count(*) FROM range(1000000) a(n), range(1000000) b(n) WHERE hash(a.n, b.n) = 1';
  let opened: TestWorkbench;
  afterEach(() => opened.close());

  const start = async (text: string) => {
    opened = await openTestWorkbench();
    const { runs, operations } = opened.workbench as OpenedWorkbench;
    const request = { text, target: 'federated', rowLimit: 10, pushdown: 'safe' } as const;
    return { runs, operations, request, run: await runs.start(request) };
  };

  it('lets runs end and takes no new ones', async () => {
    const { runs, operations, request, run } = await start('SELECT 1');
    const draining = operations.drain(50_000);
    await expect(runs.start(request)).rejects.toMatchObject({
      code: 'queue_full',
      message: expect.stringContaining('stopping'),
    });
    expect(await draining).toBe(0);
    expect((await runs.get(run.id)).status).toBe('succeeded');
    const { text } = await operations.metrics();
    expect(text).toContain('joinery_runs_total{status="succeeded"} 1');
    expect(text).toMatch(/joinery_run_seconds_count\{stage="execute"\} 1/);
  });

  it('stops what does not end in time', async () => {
    const { runs, operations, run } = await start(ENDLESS);
    expect(await operations.drain(100)).toBe(1);
    expect((await runs.get(run.id)).status).toBe('cancelled');
    expect((await operations.readiness()).status).toBe('stopping');
    expect((await operations.metrics()).text).toContain('joinery_runs_total{status="cancelled"} 1');
  });
});
