import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { Config } from '../../../main/domain/model/config.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import type { Sample } from '../../../main/domain/model/sample.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import { detectorOptions } from '../../../main/headless/detector-options.ts';
import { Pipeline } from '../../../main/headless/pipeline.ts';
import { reconfigure } from '../../../main/headless/reconfigure.ts';
import { openAnswerWindow } from '../../../main/monitor/flight/answer-window.ts';
import type { SendProbe } from '../../../main/monitor/flight/probe.ts';
import { LiveMonitor } from '../../../main/monitor/monitor.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { noHelper } from '../../support/no-helper.ts';

export const each = (kind: Kind, ...hosts: readonly number[]): Anchor[] =>
  hosts.map((host) =>
    /6/.test(kind)
      ? { kind, address: `2001:db8::${host}`, ...(kind === 'tcp6' ? { port: 443 } : {}) }
      : { kind, address: `198.51.100.${host}`, ...(kind === 'tcp4' ? { port: 443 } : {}) },
  );

/** Three anchors of each kind. */
export const ALL: readonly Anchor[] = [
  ...each('icmp4', 1, 2, 3),
  ...each('icmp6', 1, 2, 3),
  ...each('tcp4', 1, 2, 3),
  ...each('tcp6', 1, 2, 3),
];

export const CONFIG: Config = { ...DEFAULT_CONFIG, anchors: ALL, portalUrl: '' };

/** Round trip of the probe that is sent now, in ms; null: no answer. */
export type Answers = (anchor: Anchor) => number | null;

export const fine: Answers = () => 20;

/** Monitor, detector and pipeline as the engine ties them, on a line and a clock of the test's own. */
export async function startFakeEngine(config: Config = CONFIG) {
  const clock = new FakeClock();
  const world = { answers: fine };
  const asked: string[] = [];
  const send: SendProbe = (anchor, context, report) => {
    asked.push(context.dnsName);
    const rttMs = world.answers(anchor);
    const window = openAnswerWindow(
      context,
      { outcome: 'lost', rttMs: null, via: 'socket' },
      report,
      () => undefined,
    );
    const answer =
      rttMs === null
        ? null
        : context.clock.setTimer(() => window.settle({ outcome: 'reply', rttMs, via: 'socket' }), rttMs);
    return {
      via: 'socket',
      cancel: () => {
        window.close();
        answer?.cancel();
      },
    };
  };
  const kind = { send, isEcho: false };
  const detector = createDetector(detectorOptions(config));
  const pipeline = new Pipeline(detector);
  const events: MonitorEvent[] = [];
  pipeline.listen((event) => events.push(event));
  const monitor = await LiveMonitor.start(
    { config, onFact: pipeline.take },
    {
      clock,
      kinds: { icmp4: kind, icmp6: kind, tcp4: kind, tcp6: kind, dns: kind, gateway: kind },
      readNetwork: () => ({
        network: {
          id: 'home',
          label: 'eth0',
          ipv4: true,
          ipv6: true,
          gateway4: '192.0.2.1',
          gateway6: null,
        },
        signature: 'home',
      }),
      readResolvers: () => [],
      runPing: (_, __, onEnd) => {
        queueMicrotask(() => onEnd({ type: 'exit', code: 0, figureMs: null }));
        return { kill: () => undefined };
      },
      superviseHelper: async () => noHelper(),
    },
  );
  pipeline.open(monitor, { open: [] });
  const samples = (): readonly Sample[] =>
    events.flatMap((event) => (event.type === 'sample' ? [event.sample] : []));
  /** `raised total`, `cleared total recovered`, ... */
  const story = (): readonly string[] =>
    events.flatMap((event) => {
      if (event.type !== 'incident') return [];
      const { class: name, end } = event.incident;
      return [event.phase === 'raised' ? `raised ${name}` : `cleared ${name} ${end}`];
    });
  return {
    clock,
    world,
    asked,
    detector,
    monitor,
    events,
    samples,
    story,
    gaps: () => events.filter(({ type }) => type === 'gap'),
    reconfigure: (wanted: Config) => reconfigure({ detector, monitor, history: null }, wanted),
  };
}
