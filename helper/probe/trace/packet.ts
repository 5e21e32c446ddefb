import type { IpEnds } from '../../wire/checksum.ts';
import { emitIpv4 } from '../../wire/ipv4.ts';
import { emitIpv6 } from '../../wire/ipv6.ts';
import { viewOf } from '../../wire/view.ts';
import { flowLabelOf } from './flow.ts';
import { headerBytesOf } from './method.ts';
import { METHODS } from './methods.ts';
import type { PathProbe, SentFields } from './path-probe.ts';

export interface BuiltPacket {
  readonly bytes: Uint8Array;
  readonly sent: SentFields;
}

/** The probe as whole IP packet; routers may not cut it up. */
export function buildPacket(probe: Omit<PathProbe, 'names'>, source: Uint8Array): BuiltPacket {
  const { method: name, target, flow, ttl, size, identification } = probe;
  const { family, bytes: destination } = target;
  const method = METHODS[name];
  const ends: IpEnds = { source, destination };
  const payload = method.message(probe, ends, size - headerBytesOf(family));
  const packet = { ...ends, protocol: method.protocol(family), payload };
  const { checksumAt } = method;
  return {
    bytes:
      family === 4
        ? emitIpv4({ ...packet, identification, dontFragment: true, ttl })
        : emitIpv6({ ...packet, flowLabel: flowLabelOf(flow), hopLimit: ttl }),
    sent: { source, checksum: viewOf(payload).getUint16(checksumAt) },
  };
}
