import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { Bench } from './bench.ts';

describe('limits', () => {
  test('outstanding: at the bound and past it, over both families', () => {
    const bench = new Bench([4, 6], { rateBurst: 5000 });
    for (let i = 0; i < LIMITS.outstanding; i++) bench.queue({ address: i % 2 ? '::1' : '192.0.2.1' });
    expect(bench.prober.echo(bench.command())).toMatchObject({ code: 'too-many-outstanding' });
    const echo = bench.deliver();
    if (echo !== null) bench.reply(echo);
    expect(bench.prober.echo(bench.command())).toBeNull();
    expect(bench.prober.echo(bench.command())).toMatchObject({ code: 'too-many-outstanding' });
  });

  test('rate: the burst, then so many a second, and no more saved up than the burst', () => {
    const bench = new Bench([4], { outstanding: 100_000 });
    const accepted = (): number => {
      let count = 0;
      while (bench.prober.echo(bench.command()) === null) count += 1;
      return count;
    };
    expect(accepted()).toBe(LIMITS.rateBurst);
    expect(bench.prober.echo(bench.command())).toMatchObject({ code: 'rate-limited' });
    bench.clock.advance(1000 / LIMITS.ratePerSecond - 0.01);
    expect(accepted()).toBe(0);
    bench.clock.advance(0.02);
    expect(accepted()).toBe(1);
    bench.clock.advance(500);
    expect(accepted()).toBe(LIMITS.ratePerSecond / 2);
    bench.clock.advance(3_600_000);
    expect(accepted()).toBe(LIMITS.rateBurst);
  });

  test('a refused echo costs no rate, and leaves nothing behind', () => {
    const bench = new Bench([4], { outstanding: 1, rateBurst: 2 });
    bench.queue();
    for (let i = 0; i < 5; i++) bench.prober.echo(bench.command());
    expect(bench.prober.echo(bench.command({ address: '::1' }))).toMatchObject({
      code: 'family-unavailable',
    });
    expect(bench.channels[4].queue).toHaveLength(1);
    bench.deliver(4, 'ENETUNREACH');
    expect(bench.prober.echo(bench.command())).toBeNull();
  });

  test('an address that is no target is refused here too', () => {
    const bench = new Bench();
    expect(bench.prober.echo(bench.command({ address: '224.0.0.1' }))).toMatchObject({
      code: 'out-of-range',
    });
    expect(bench.prober.echo(bench.command({ address: 'x' }))).toMatchObject({ code: 'bad-field' });
  });
});

describe('ids', () => {
  test('an id is known until nothing can answer it', () => {
    const bench = new Bench();
    const { id, echo } = bench.send();
    expect(bench.prober.knows(id)).toBe(true);
    bench.reply(echo);
    bench.clock.advance(LIMITS.lateWindowMs);
    expect(bench.prober.knows(id)).toBe(true);
    bench.clock.advance(1);
    expect(bench.prober.knows(id)).toBe(false);
  });

  test('an id used again belongs to the new echo only', () => {
    const bench = new Bench();
    const { id, echo: first } = bench.send({ timeoutMs: 100 });
    bench.clock.advance(LIMITS.lateWindowMs + 1);
    const { echo: second } = bench.send({ id });
    bench.take();
    bench.reply(first);
    expect(bench.take()).toEqual([]);
    bench.reply(second);
    expect(bench.take()).toMatchObject([{ event: 'echo', id, outcome: 'reply' }]);
  });
});
