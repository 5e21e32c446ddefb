import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { TraceEngine, TracePlan } from '../../../main/domain/trace/types.ts';
import { NameCache } from '../../../main/trace/host/reverse-names.ts';
import { createStartTrace } from '../../../main/trace/start-trace.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { PathSender } from './fake-sender.ts';
import { SimpleEngine } from './simple-engine.ts';
import { ADDRESS, ASK, FakeResolver, OWN, settled } from './stage.ts';

const TRACES = 20;
const PROBES = 90;

/** Sends all its probes at once, as much as any trace ever wants to. */
class Eager extends SimpleEngine {
  override start() {
    const { size, flow } = this.plan;
    const send = Array.from({ length: PROBES }, (_, index) => ({
      key: index,
      ttl: (index % 4) + 1,
      flow,
      size,
    }));
    return { send, wakeAtMono: null, done: false };
  }
}

describe('many traces at once', () => {
  test('stay together below what the helper takes, and none waits for the others to end', async () => {
    const clock = new FakeClock();
    const sender = new PathSender(clock, { routers: ['192.0.2.1'], destination: ADDRESS, answers: ['udp'] });
    const engine = (plan: TracePlan): TraceEngine => new Eager(plan);
    const start = createStartTrace({
      lookup: async () => [],
      ownAddress: async () => OWN,
      resolver: () => new FakeResolver(),
      names: new NameCache(),
      engines: { path: engine, multipath: engine, mtu: engine },
    });
    const runs = Array.from({ length: TRACES }, (_, index) =>
      start(
        { ...ASK, numeric: true, mode: 'continuous', port: 1000 + index },
        { sender, clock, id: String(index), network: 'home' },
      ),
    );
    await settled();
    clock.advance(600);
    const early = new Set(sender.sent.map(({ request }) => request.port));
    expect(early.size).toBe(TRACES);
    clock.advance(5000);
    expect(sender.sent).toHaveLength(TRACES * PROBES);
    for (const { atMs } of sender.sent) {
      const inSecond = sender.sent.filter((sent) => sent.atMs >= atMs && sent.atMs < atMs + 1000).length;
      expect(inSecond).toBeLessThanOrEqual(LIMITS.probeRatePerSecond + LIMITS.probeRateBurst);
    }
    for (const run of runs) run.stop();
    expect(clock.pendingTimers).toBe(0);
  });
});
