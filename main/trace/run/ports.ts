import { lookup } from 'node:dns/promises';
import { createPathEngine } from '../../domain/trace/engine/path-engine.ts';
import { createMultipathEngine } from '../../domain/trace/multipath/multipath-engine.ts';
import { createMtuSearch } from '../../domain/trace/path-mtu/mtu-search.ts';
import type { TraceEngine, TracePlan } from '../../domain/trace/types.ts';
import { type OwnAddress, ownAddress } from '../host/own-address.ts';
import type { Lookup } from '../host/resolve-host.ts';
import { NameCache, type ReverseResolver, systemResolver } from '../host/reverse-names.ts';

type CreateEngine = (plan: TracePlan) => TraceEngine;

/** All of the world that a trace touches, but for the helper and the clock. */
export interface TracePorts {
  readonly lookup: Lookup;
  readonly ownAddress: OwnAddress;
  readonly resolver: () => ReverseResolver;
  readonly names: NameCache;
  readonly engines: {
    readonly path: CreateEngine;
    readonly multipath: CreateEngine;
    readonly mtu: CreateEngine;
  };
}

export const SYSTEM_PORTS: TracePorts = {
  lookup: (name) => lookup(name, { all: true, verbatim: true }),
  ownAddress,
  resolver: systemResolver,
  names: new NameCache(),
  engines: { path: createPathEngine, multipath: createMultipathEngine, mtu: createMtuSearch },
};
