import type { TraceInterface, TraceLabel, TraceNode } from '../../model/trace.ts';
import type { Answered } from '../types.ts';
import { ANSWERS_KEPT } from './figures.ts';
import { RoundTripLedger } from './round-trip-ledger.ts';

/** What one address said at one hop. */
export class NodeLedger {
  readonly #address: string;
  readonly #roundTrips = new RoundTripLedger();
  readonly #answers = new Set<string>();
  #received = 0;
  #mpls: readonly TraceLabel[] = [];
  #interfaces: readonly TraceInterface[] = [];
  #translated = false;

  constructor(address: string) {
    this.#address = address;
  }

  get received(): number {
    return this.#received;
  }

  /** The first answer to a probe. The round trip of a late one is left out of the figures. */
  add(answer: Answered, late: boolean): void {
    this.#received += 1;
    if (!late) this.#roundTrips.add(answer.rttMs);
    if (this.#answers.size < ANSWERS_KEPT) this.#answers.add(answerName(answer));
    if (answer.mpls.length > 0) this.#mpls = answer.mpls;
    if (answer.interfaces.length > 0) this.#interfaces = answer.interfaces;
    if (answer.translated === true) this.#translated = true;
  }

  node(): TraceNode {
    return {
      address: this.#address,
      name: null,
      note: null,
      received: this.#received,
      rttMs: this.#roundTrips.figures(),
      answers: [...this.#answers],
      mpls: this.#mpls,
      interfaces: this.#interfaces,
      translated: this.#translated,
    };
  }
}

/** The name of an unreachable's code says more than its kind. */
const answerName = (answer: Answered): string =>
  answer.kind === 'unreachable' ? (answer.code ?? answer.kind) : answer.kind;
