import { LIMITS } from '../../../helper/protocol/limits.ts';
import type {
  EncapsulatedAnswer,
  HelperEvent,
  ProbeAnswer,
  TrainAnswer,
} from '../../../helper/protocol/messages.ts';

const ANSWER: ProbeAnswer = {
  kind: 'ttl-exceeded',
  from: '198.51.100.3',
  rttMs: 8.114,
  code: 'ttl-exceeded',
  ttl: 253,
  quotedTtl: 1,
  translated: false,
  mtu: null,
  mpls: [{ label: 24015, trafficClass: 0, bottomOfStack: true, ttl: 1 }],
  interfaces: [{ role: 'incoming', index: 7, address: '198.51.100.3', name: 'xe-0/0/1', mtu: 9000 }],
};

const TRAIN: TrainAnswer = { ...ANSWER, mpls: [], interfaces: [], fragmented: true };
const ENCAPSULATED: EncapsulatedAnswer = { ...ANSWER, layer: 3 };

/** At least one of every event. */
export const EXAMPLE_EVENTS: readonly HelperEvent[] = [
  {
    event: 'hello',
    id: 1,
    protocol: 1,
    version: '0.1.0',
    pid: 4242,
    features: [
      'hello',
      'echo',
      'probe',
      'open-path',
      'close-path',
      'encapsulated',
      'train',
      'cancel',
      'stats',
    ],
    families: [4, 6],
    privilege: { uid: 1000, gid: 1000, dropped: true, capabilities: [] },
    limits: LIMITS,
  },
  { event: 'echo', id: 2, outcome: 'reply', rttMs: 11.402, from: '192.0.2.1', ttl: 57, code: null },
  { event: 'echo', id: 3, outcome: 'lost', rttMs: null, from: null, ttl: null, code: null },
  { event: 'late', id: 3, rttMs: 1804.22, from: '2001:db8::1' },
  { event: 'duplicate', id: 2, rttMs: 11.977, from: 'fe80::1%eth0' },
  { event: 'probe', id: 20, outcome: 'answered', answer: ANSWER, code: null },
  { event: 'probe', id: 21, outcome: 'send-error', answer: null, code: 'ENETUNREACH' },
  { event: 'probe-again', id: 20, kind: 'duplicate', answer: ANSWER },
  { event: 'path-opened', id: 30, source: '198.51.100.9' },
  { event: 'path-closed', id: 39, path: 30, reason: 'asked', from: null },
  { event: 'path-closed', id: null, path: 30, reason: 'prohibited', from: '203.0.113.7' },
  { event: 'encapsulated', id: 31, outcome: 'answered', answer: ENCAPSULATED, code: null },
  { event: 'encapsulated', id: 32, outcome: 'lost', answer: null, code: null },
  { event: 'encapsulated-again', id: 32, kind: 'late', answer: { ...ENCAPSULATED, layer: null } },
  { event: 'train', id: 50, outcome: 'answered', answer: TRAIN, code: null },
  { event: 'train', id: 51, outcome: 'lost', answer: null, code: null },
  { event: 'train-again', id: 51, kind: 'late', answer: { ...TRAIN, fragmented: null } },
  { event: 'cancelled', id: 5, target: 4, found: true },
  {
    event: 'stats',
    id: 6,
    sent: 3,
    received: 9,
    matched: 4,
    late: 1,
    duplicate: 1,
    unmatched: 4,
    malformed: 1,
    pending: 0,
    rejected: 2,
    dropped: 0,
  },
  { event: 'error', id: 7, code: 'out-of-range', message: 'ttl is not between 1 and 255' },
  { event: 'error', id: null, code: 'bad-json', message: 'the line is not JSON' },
  { event: 'fatal', code: 'no-privilege', message: 'raw sockets need root or the capability cap_net_raw' },
];
