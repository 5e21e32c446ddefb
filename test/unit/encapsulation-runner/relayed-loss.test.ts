import { describe, expect, test } from 'vitest';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { createStartEncapsulatedTrace } from '../../../main/encapsulation/start-encapsulated-trace.ts';
import type { RunningTrace } from '../../../main/trace/types.ts';
import { came, OWN, wasLost } from './fake-paths.ts';
import { homeward, knownHops, makeStage, RELAY, type StageOptions } from './stage.ts';

const ROUTERS = ['198.51.100.2', '198.51.100.1'];
const OTHER = '203.0.113.9';

const ASK: TraceAsk = {
  host: RELAY,
  way: { direction: 'reverse' },
  mode: 'once',
  method: 'auto',
  family: null,
  numeric: true,
};

function started(options: StageOptions = {}, change: Partial<TraceAsk> = {}) {
  const stage = makeStage(options);
  const run: RunningTrace = createStartEncapsulatedTrace(stage.ports)({ ...ASK, ...change }, stage.around);
  return { ...stage, run };
}

const answering = ({ hops }: RunningTrace['view']) => hops.map(({ nodes }) => nodes[0]?.address ?? null);

describe('the way back, with losses', () => {
  test.each([
    ['the first packet that would be home', (ttl: number, nth: number) => ttl === 4 && nth === 1],
    [
      'every one of the first to a router and to home',
      (ttl: number, nth: number) => ttl >= 3 && ttl <= 5 && nth <= 2,
    ],
  ] as const)('no hop is invented where %s is lost', async (_, isLost) => {
    const seen = new Map<number, number>();
    const { run, pass } = started({
      onPacket: (packet, clock) => {
        const { ttl, inner, timeoutMs } = packet.request;
        const nth = (seen.get(ttl) ?? 0) + 1;
        seen.set(ttl, nth);
        if (inner === 'echo-reply' && ttl < 64 && isLost(ttl, nth)) {
          clock.setTimer(() => wasLost(packet), timeoutMs);
        } else homeward(ROUTERS)(packet, clock);
      },
    });
    await pass(30_000);
    const { hops, reached, sentence, sent } = await run.ended;
    expect(hops.map(({ nodes }) => nodes[0]?.address ?? null)).toEqual([RELAY, ...ROUTERS, OWN]);
    expect(reached).toBe(true);
    expect(sentence.text).toMatch(/^The way back from 198\.51\.100\.3 to this machine takes 4 hops\./);
    expect(sent).toBeGreaterThan(8);
  });

  test('a loss is said, and whom it hides is not said to keep silent', async () => {
    let turn = 0;
    const { run, pass } = started({
      onPacket: (packet, clock) => {
        const { ttl, inner, timeoutMs } = packet.request;
        turn += ttl < 64 ? 1 : 0;
        const isLost = inner === 'echo-reply' && (ttl === 3 || (ttl === 4 && turn % 4 !== 0));
        if (isLost) clock.setTimer(() => wasLost(packet), timeoutMs);
        else homeward(ROUTERS)(packet, clock);
      },
    });
    await pass(40_000);
    const { hops, sentence } = await run.ended;
    expect(hops).toHaveLength(4);
    expect(sentence.state).toBe('degraded');
    expect(sentence.text).toMatch(
      /takes 4 hops, one of which (was not seen|keeps silent).*\. Packets get lost/,
    );
  });
});

describe('the way between two others, with losses', () => {
  test('no hop is invented where the first packets that would have got there are lost', async () => {
    let lost = 0;
    const { run, pass } = started(
      {
        ports: { calibration: knownHops({ [RELAY]: {} }) },
        onPacket: (packet, clock) => {
          const { ttl, end, timeoutMs } = packet.request;
          const isLost = end === 1 && ttl === 3 && lost < 2;
          lost += isLost ? 1 : 0;
          const told = (): void => {
            if (isLost) wasLost(packet);
            else if (end === 0 || ttl >= 3) came(packet, end === 0 ? RELAY : OTHER);
            else came(packet, ['', RELAY, '198.51.100.7'][ttl] ?? '', { kind: 'ttl-exceeded', layer: 1 });
          };
          clock.setTimer(told, isLost ? timeoutMs : 10);
        },
      },
      { host: OTHER, way: { direction: 'between', from: RELAY } },
    );
    await pass(20_000);
    const seen = await run.ended;
    expect(lost).toBe(2);
    expect(answering(seen)).toEqual([RELAY, '198.51.100.7', OTHER]);
  });
});
