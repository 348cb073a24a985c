import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../servers/fault-proxy.ts';
import { type FaultsFixture, faultsFixture } from './fixture.ts';
import { STRUCK_TIMEOUT_MS, untilStruck } from './until-struck.ts';

const whole = 'SELECT o.id, o.note, l.note AS other FROM pg.orders o JOIN my.lines l ON l.order_id = o.id';
const byKeys =
  "SELECT count(*) AS n, max(l.note) FROM pg.customers c JOIN pg.orders o ON o.customer_id = c.id JOIN my.lines l ON l.order_id = o.id WHERE c.city = 'city 7'";
const native = "SELECT count(*) FROM native('my', $$SELECT * FROM `lines`$$) a JOIN pg.orders o ON o.id = a.order_id";

/** Every value of both large tables counts in the answer. */
const checked =
  'SELECT count(*) AS n, sum(o.id) AS s, sum(o.customer_id) AS c, sum(l.id) AS l, min(o.note) || max(o.note) AS x, min(l.note) || max(l.note) AS y FROM pg.orders o JOIN my.lines l ON l.order_id = o.id';
const [x, y] = ['x'.repeat(80), 'y'.repeat(80)];
const right = [['120000', '7200060000', '59940000', '7200060000', x, y]];

let fixture: FaultsFixture;
beforeAll(async () => {
  fixture = await faultsFixture();
});
afterAll(() => fixture.close());
afterEach(async () => {
  for (const proxy of Object.values(fixture.proxies)) proxy.heal();
  expect(await fixture.working()).toEqual([]);
  expect(await fixture.leftovers()).toEqual([]);
  // Nothing of the fault is left in the engine either.
  expect((await fixture.run(byKeys)).rows).toBe(1);
});

const failure = async (running: Promise<unknown>) =>
  running.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );

describe.each(['pg', 'my'] as const)('a wire to %s', (id) => {
  const cases: readonly [string, string, Fault, readonly string[]][] = [
    ['cut in the middle of a large fetch', whole, { kind: 'cut', afterBytes: 1_500_000 }, ['source_failed']],
    [
      'cut when a statement is first sent',
      whole,
      { kind: 'cut', afterBytes: 0 },
      ['source_failed', 'source_unreachable'],
    ],
    ['cut while keys are read', byKeys, { kind: 'cut', afterBytes: 300 }, ['source_failed', 'source_unreachable']],
    [
      'cut while a native statement is described',
      native,
      { kind: 'cut', afterBytes: 10 },
      ['source_failed', 'source_unreachable'],
    ],
    [
      'that stalls in the middle of a large fetch',
      whole,
      { kind: 'stall', afterBytes: 1_500_000 },
      ['run_timeout', 'source_timeout'],
    ],
    ['that stalls while keys are read', byKeys, { kind: 'stall', afterBytes: 300 }, ['run_timeout', 'source_timeout']],
    ['that stalls from the beginning', whole, { kind: 'stall', afterBytes: 0 }, ['run_timeout', 'source_timeout']],
  ];
  it.each(cases)(
    '%s ends the run with the name of the source',
    async (_, text, fault, codes) => {
      const proxy = fixture.proxies[id];
      const thrown = await untilStruck(proxy, fault, async (timeMs) => {
        const engine = fault.kind === 'stall' ? await fixture.within(timeMs) : fixture;
        return () => engine.run(text);
      });
      expect(proxy.hasStruck).toBe(true);
      expect(thrown).toMatchObject({ connection: id });
      expect(codes).toContain((thrown as { code: string }).code);
    },
    STRUCK_TIMEOUT_MS,
  );

  it.each<[string, Fault]>([
    ['damaged when a statement is first sent', { kind: 'corrupt', afterBytes: 0 }],
    ['damaged at the beginning of the rows', { kind: 'corrupt', afterBytes: 2_000 }],
    ['damaged in the middle of a large fetch', { kind: 'corrupt', afterBytes: 1_500_000 }],
    ['that loses a few bytes of a large fetch', { kind: 'lose', afterBytes: 1_500_000, bytes: 5 }],
    ['that loses many bytes of a large fetch', { kind: 'lose', afterBytes: 2_500_000, bytes: 1_000 }],
    ['that loses bytes of the first answer', { kind: 'lose', afterBytes: 0, bytes: 3 }],
  ])(
    '%s ends the run with the name of the source, never with other rows',
    async (_, fault) => {
      const proxy = fixture.proxies[id];
      const thrown = await untilStruck(proxy, fault, async (timeMs) => {
        const engine = await fixture.within(timeMs);
        return () => engine.run(checked);
      });
      expect(proxy.hasStruck).toBe(true);
      expect(thrown).toMatchObject({ name: 'JoineryError', connection: id });
      expect((thrown as { code: string }).code).not.toBe('internal');
    },
    STRUCK_TIMEOUT_MS,
  );

  it('that is slow brings every row', async () => {
    fixture.proxies[id].arm({ kind: 'delay', afterBytes: 0, delayMs: 2 });
    expect(await fixture.rows(checked)).toEqual(right);
  });

  it('whose server is killed in the middle ends the run; the next one is right when it is there again', async () => {
    const proxy = fixture.proxies[id];
    proxy.arm({ kind: 'stall', afterBytes: 1_500_000 });
    const running = Promise.allSettled([fixture.rows(checked)]);
    while (!proxy.hasStruck) await new Promise((resolve) => setImmediate(resolve));
    const back = fixture.crash(id);
    proxy.heal();
    const [outcome] = await running;
    // A backend of PostgreSQL outlives its postmaster for a moment: then all rows came.
    if (outcome.status === 'fulfilled') expect(outcome.value).toEqual(right);
    else expect(outcome.reason).toMatchObject({ connection: id, code: 'source_failed', hint: expect.any(String) });
    await back;
    expect(await fixture.rows(checked)).toEqual(right);
  });

  it('that stalls can be stopped', async () => {
    fixture.proxies[id].arm({ kind: 'stall', afterBytes: 1_500_000 });
    const stop = new AbortController();
    const running = failure(fixture.run(whole, stop.signal));
    while (!fixture.proxies[id].hasStruck) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect(await running).toMatchObject({ name: 'Cancelled' });
  });
});
