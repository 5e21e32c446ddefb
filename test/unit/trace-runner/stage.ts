import { setImmediate } from 'node:timers/promises';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import type { ProbeSender } from '../../../main/helper-client/types.ts';
import { NameCache, type ReverseResolver } from '../../../main/trace/host/reverse-names.ts';
import type { TracePorts } from '../../../main/trace/run/ports.ts';
import { createStartTrace } from '../../../main/trace/start-trace.ts';
import type { RunningTrace } from '../../../main/trace/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeSender } from './fake-sender.ts';
import { SimpleEngine } from './simple-engine.ts';

export const ADDRESS = '198.51.100.9';
export const OWN = '192.0.2.10';

/** Lets everything run that waits for a promise. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
};

/** Names that the test gives, or never. */
export class FakeResolver implements ReverseResolver {
  readonly asked: string[] = [];
  readonly #open: { readonly address: string; readonly reject: (error: Error) => void }[] = [];
  readonly #names: Readonly<Record<string, string>>;
  isCancelled = false;

  constructor(names: Readonly<Record<string, string>> = {}) {
    this.#names = names;
  }

  reverse(address: string): Promise<readonly string[]> {
    this.asked.push(address);
    const name = this.#names[address];
    if (name === 'FAILS') return Promise.reject(new Error('SERVFAIL'));
    if (name !== undefined) return Promise.resolve([name]);
    return new Promise((_, reject) => this.#open.push({ address, reject }));
  }

  cancel(): void {
    this.isCancelled = true;
    for (const { reject } of this.#open.splice(0)) reject(new Error('ECANCELLED'));
  }
}

export interface Stage<Sender extends ProbeSender> {
  readonly clock: FakeClock;
  readonly sender: Sender;
  readonly run: RunningTrace;
  readonly engines: readonly SimpleEngine[];
  readonly resolver: FakeResolver;
  readonly loseHelper: () => void;
  readonly isHelperWatched: () => boolean;
  /** Passes time in small steps, letting promises settle between them. */
  pass(ms: number): Promise<void>;
}

export const ASK: TraceAsk = { host: ADDRESS, mode: 'once', method: 'udp', family: null };

export function stage<Sender extends ProbeSender>(
  makeSender: (clock: FakeClock) => Sender,
  ask: Partial<TraceAsk> = {},
  ports: Partial<TracePorts> = {},
  resolver = new FakeResolver(),
): Stage<Sender> {
  const clock = new FakeClock();
  const sender = makeSender(clock);
  const engines: SimpleEngine[] = [];
  const engine = (plan: ConstructorParameters<typeof SimpleEngine>[0]): SimpleEngine => {
    const made = new SimpleEngine(plan);
    engines.push(made);
    return made;
  };
  let goneListener: (() => void) | null = null;
  const start = createStartTrace({
    lookup: async () => [{ address: ADDRESS }],
    ownAddress: async () => OWN,
    resolver: () => resolver,
    names: new NameCache(),
    engines: { path: engine, multipath: engine, mtu: engine },
    ...ports,
  });
  const run = start(
    { ...ASK, ...ask },
    {
      sender,
      clock,
      id: 'trace-1',
      network: 'home',
      onHelperGone: (listener) => {
        goneListener = listener;
        return () => {
          goneListener = null;
        };
      },
    },
  );
  return {
    clock,
    sender,
    run,
    engines,
    resolver,
    loseHelper: () => goneListener?.(),
    isHelperWatched: () => goneListener !== null,
    async pass(ms) {
      await settled();
      for (let passed = 0; passed < ms; passed += 10) {
        clock.advance(Math.min(10, ms - passed));
        await settled();
      }
    },
  };
}

/** With a sender whose reports the test gives; the probes are out. */
export async function byHand(
  ask: Partial<TraceAsk> = {},
  ports: Partial<TracePorts> = {},
  resolver = new FakeResolver(),
): Promise<Stage<FakeSender>> {
  const made = stage((clock) => new FakeSender(clock), { numeric: true, ...ask }, ports, resolver);
  await settled();
  return made;
}

/** The view of an end that must have come. */
export async function endOf(run: RunningTrace): Promise<TraceView> {
  await settled();
  if (run.view.status === 'running') throw new Error('it still runs');
  return run.ended;
}
