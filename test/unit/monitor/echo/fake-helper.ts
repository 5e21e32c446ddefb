import type { HelloEvent } from '../../../../helper/protocol/messages.ts';
import type {
  EchoAnswer,
  EchoRequest,
  HelperClient,
  ProbeReport,
  ProbeRequest,
  TrainReport,
  TrainRequest,
} from '../../../../main/helper-client/types.ts';

export const HELLO: HelloEvent = {
  event: 'hello',
  id: 1,
  protocol: 1,
  version: '0.0.0',
  pid: 1,
  features: ['hello', 'echo', 'probe', 'cancel', 'stats'],
  families: [4, 6],
  privilege: { uid: 65534, gid: 65534, dropped: true, capabilities: [] },
  limits: {},
};

/** A helper client that a test answers for. */
export class FakeHelper {
  readonly requests: { readonly request: EchoRequest; readonly onAnswer: (answer: EchoAnswer) => void }[] =
    [];
  readonly cancelled: number[] = [];
  readonly probes: {
    readonly request: ProbeRequest;
    readonly onReport: (report: ProbeReport) => void;
  }[] = [];
  readonly cancelledProbes: number[] = [];
  readonly trains: {
    readonly request: TrainRequest;
    readonly onReport: (report: TrainReport) => void;
  }[] = [];
  readonly cancelledTrains: number[] = [];
  readonly paths: (readonly string[])[] = [];
  readonly client: HelperClient;
  readonly #listeners = new Set<(reason: string) => void>();
  closed = 0;
  givenUp = 0;

  constructor(families: readonly (4 | 6)[] = [4, 6]) {
    this.client = {
      hello: { ...HELLO, families },
      echo: (request, onAnswer) => this.requests.push({ request, onAnswer }),
      cancel: (id) => this.cancelled.push(id),
      probe: (request, onReport) => this.probes.push({ request, onReport }),
      cancelProbe: (id) => this.cancelledProbes.push(id),
      train: (request, onReport) => this.trains.push({ request, onReport }),
      cancelTrain: (id) => this.cancelledTrains.push(id),
      openPath: (addresses) => {
        this.paths.push(addresses);
        return Promise.resolve({ ok: false, code: 'refused', message: 'not opened here' });
      },
      stats: () => Promise.reject(new Error('not asked for here')),
      onExit: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      close: async () => {
        this.closed += 1;
        this.die('closed');
      },
      giveUp: () => {
        this.givenUp += 1;
        this.die('it did not answer any more');
      },
    };
  }

  get exitListeners(): number {
    return this.#listeners.size;
  }

  answer(index: number, answer: EchoAnswer): void {
    this.requests[index]?.onAnswer(answer);
  }

  die(reason: string): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener(reason);
  }
}
