import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../servers/fault-proxy.ts';
import { type FaultsFixture, faultsFixture } from './fixture.ts';

const whole = 'SELECT o.id, o.note, l.note AS other FROM pg.orders o JOIN my.lines l ON l.order_id = o.id';
const byKeys =
  "SELECT count(*) AS n, max(l.note) FROM pg.customers c JOIN pg.orders o ON o.customer_id = c.id JOIN my.lines l ON l.order_id = o.id WHERE c.city = 'city 7'";
const native = "SELECT count(*) FROM native('my', $$SELECT * FROM `lines`$$) a JOIN pg.orders o ON o.id = a.order_id";

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
  it.each(cases)('%s ends the run with the name of the source', async (_, text, fault, codes) => {
    const proxy = fixture.proxies[id];
    proxy.arm(fault);
    const thrown = await failure(fixture.run(text));
    expect(proxy.hasStruck).toBe(true);
    expect(thrown).toMatchObject({ connection: id });
    expect(codes).toContain((thrown as { code: string }).code);
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
