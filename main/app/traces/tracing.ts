import type { Pushes, PushName } from '../../contract/contract.ts';
import type { Config } from '../../domain/model/config.ts';
import type { Engine } from '../../headless/types.ts';
import type { StartTrace } from '../../trace/types.ts';
import { EncapsulationService } from '../encapsulation/encapsulation-service.ts';
import type { EncapsulationOptions, EncapsulationParts } from '../encapsulation/types.ts';
import { TraceService } from './trace-service.ts';
import type { TraceHistory } from './types.ts';

export interface TracingOptions extends Pick<EncapsulationOptions, 'clock' | 'newId' | 'log'> {
  readonly startTrace: StartTrace;
  readonly encapsulation: EncapsulationParts;
  /** Null: none runs. */
  readonly engine: () => Engine | null;
  readonly history: () => TraceHistory | null;
  readonly config: () => Config;
  readonly push: <Name extends PushName>(name: Name, message: Pushes[Name]) => void;
}

export interface Tracing {
  readonly traces: TraceService;
  readonly encapsulation: EncapsulationService;
  /** Settles when each trace has been kept and each path probe has ended. */
  stopAll(): Promise<void>;
}

/** Traces of every direction and path probes; what goes through other hosts only where that is allowed. */
export function startTracing(options: TracingOptions): Tracing {
  const { clock, newId, log, engine, config, push } = options;
  const encapsulation = new EncapsulationService({
    ...options.encapsulation,
    clock,
    newId,
    log,
    engine,
    config,
    onPathProbe: (view) => push('pathProbe', view),
    onChange: (view) => push('encapsulation', view),
    stopTraces: (whyNot) =>
      traces.stopWhere(({ direction, network }) => (direction === 'forward' ? null : whyNot(network))),
  });
  const traces: TraceService = new TraceService({
    startTrace: options.startTrace,
    startEncapsulatedTrace: options.encapsulation.startEncapsulatedTrace,
    encapsulated: () => encapsulation.means(),
    clock,
    newId,
    log,
    engine,
    history: options.history,
    anchors: () => config().anchors,
    onTrace: (view) => push('trace', view),
    onKept: () => push('tracesChanged', null),
  });
  return {
    traces,
    encapsulation,
    async stopAll() {
      await Promise.all([traces.stopAll(), encapsulation.stopAll()]);
    },
  };
}
