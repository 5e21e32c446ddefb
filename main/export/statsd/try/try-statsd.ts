import type { StatsdProtocol } from '../../../domain/model/metrics-config.ts';
import type { ExporterTest } from '../../../domain/model/metrics-state.ts';
import type { ExporterContext } from '../../types.ts';
import { type Address, Addresses, type Lookup } from '../transport/addresses.ts';
import { errorCode } from '../transport/error-code.ts';
import { failureWords } from '../words.ts';
import { askAdmin } from './admin-port.ts';
import { markedFigure } from './marked-figure.ts';
import { tryTcp } from './try-tcp.ts';
import { tryUdp } from './try-udp.ts';
import type { Finding, Trial, TryAddress } from './types.ts';

const TRIES: Readonly<Record<StatsdProtocol, TryAddress>> = { udp: tryUdp, tcp: tryTcp };

const LOOKUP_MS = 3_000;
/** The first of each family, so that it ends within ten seconds. */
const MOST_ADDRESSES = 2;

export interface TryOptions {
  readonly lookup?: Lookup;
  readonly askAdmin?: Trial['askAdmin'];
}

function oneOfEachFamily(addresses: readonly Address[]): readonly Address[] {
  const first = (wanted: 4 | 6): readonly Address[] =>
    addresses.filter(({ family }) => family === wanted).slice(0, 1);
  return [...first(4), ...first(6)].slice(0, MOST_ADDRESSES);
}

/** Sends one gauge by these settings and finds out what can be known. Never rejects. */
export async function tryStatsd(
  { metrics, machine, now }: Pick<ExporterContext, 'metrics' | 'machine' | 'now'>,
  options: TryOptions = {},
): Promise<ExporterTest> {
  const { statsd } = metrics;
  const trial: Trial = {
    target: statsd,
    figure: markedFigure(metrics, machine, now()),
    askAdmin: options.askAdmin ?? askAdmin,
  };
  const addresses = new Addresses(statsd.host, options.lookup, LOOKUP_MS);
  try {
    await addresses.current();
  } catch (error) {
    return { name: 'statsd', outcome: 'failed', text: failureWords(errorCode(error), statsd) };
  }
  let finding: Finding = { outcome: 'failed', text: failureWords('ENOTFOUND', statsd) };
  for (const address of oneOfEachFamily(addresses.all)) {
    finding = await TRIES[statsd.protocol](trial, address);
    if (finding.outcome !== 'failed') break;
  }
  return { name: 'statsd', ...finding };
}
