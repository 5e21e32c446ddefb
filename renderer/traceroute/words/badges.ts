import type { TraceHop, TraceInterface, TraceNode, TraceView } from '../../../main/domain/model/trace.ts';
import { countOf, countText } from '../../../main/domain/words/numbers.ts';
import { ADDRESS_NOTES } from './address-notes.ts';
import { answerWords } from './answer-words.ts';

export interface Badge {
  /** Stable from one update to the next: what is being read stays open. */
  readonly id: string;
  readonly text: string;
  readonly explanation: string;
  /** `bad`: packets end here. `warn`: worth a look. */
  readonly tone: 'plain' | 'warn' | 'bad';
}

const ROLES: Readonly<Record<TraceInterface['role'], string>> = {
  incoming: 'came in by',
  'sub-ip': 'came in by (below IP)',
  outgoing: 'would go out by',
  'next-hop': 'would go on to',
};

function interfaceText({ role, index, address, name, mtu }: TraceInterface): string {
  const known = [
    name ?? '',
    address ?? '',
    index === null ? '' : `number ${index}`,
    mtu === null ? '' : `MTU ${mtu}`,
  ].filter((part) => part !== '');
  return `${ROLES[role]} ${known.length === 0 ? 'an interface it does not name' : known.join(', ')}`;
}

function mplsBadge({ mpls }: TraceNode): readonly Badge[] {
  if (mpls.length === 0) return [];
  const labels = mpls.map(({ label }) => label);
  return [
    {
      id: 'mpls',
      text: `MPLS ${labels.join(' / ')}`,
      explanation: `The provider carries packets through its network by labels (MPLS). This router saw ${
        labels.length === 1 ? 'the label' : 'the labels, outermost first:'
      } ${labels.join(', ')}.`,
      tone: 'plain',
    },
  ];
}

function interfaceBadge({ interfaces }: TraceNode): readonly Badge[] {
  if (interfaces.length === 0) return [];
  const named = interfaces.find(({ name }) => name !== null)?.name ?? null;
  return [
    {
      id: 'interface',
      text: named === null ? 'interface' : `if ${named}`,
      explanation: `The router tells of its interfaces: the packet ${interfaces.map(interfaceText).join('; it ')}.`,
      tone: 'plain',
    },
  ];
}

/** Of one address that answered. */
export function nodeBadges(node: TraceNode, destination: string): readonly Badge[] {
  const isDestination = node.address === destination;
  const ends = node.answers.flatMap((answer): readonly Badge[] => {
    const words = answerWords(answer, isDestination);
    if (words === null) return [];
    return [
      {
        id: answer,
        text: words.word,
        explanation: words.explanation,
        tone: answer === 'reset' ? 'plain' : 'bad',
      },
    ];
  });
  const note = node.note === null ? null : ADDRESS_NOTES[node.note];
  return [
    ...ends,
    ...(note === null
      ? []
      : [{ id: 'note', text: note.word, explanation: note.explanation, tone: 'plain' } as const]),
    ...mplsBadge(node),
    ...interfaceBadge(node),
  ];
}

const RATE_LIMITED: Badge = {
  id: 'rate-limited',
  text: 'slow to answer',
  explanation:
    'Traffic passes: later hops do not share this loss. Routers limit how often they answer, which says nothing about how they forward.',
  tone: 'plain',
};

const NAT: Badge = {
  id: 'nat',
  text: 'NAT',
  explanation:
    'Before this hop the packets were rewritten (network address translation): from here on they carry another source address or port.',
  tone: 'plain',
};

function severalPaths({ nodes }: TraceHop): readonly Badge[] {
  if (nodes.length < 2) return [];
  return [
    {
      id: 'several',
      text: `${nodes.length} routers`,
      explanation: `${nodes.length} routers answered at this distance: the load is spread over several paths, or the path has changed.`,
      tone: 'plain',
    },
  ];
}

function mtuBadge({ ttl }: TraceHop, { pathMtu }: Pick<TraceView, 'pathMtu'>): readonly Badge[] {
  if (pathMtu === null || pathMtu.ttl !== ttl) return [];
  return [
    {
      id: 'mtu',
      text: `MTU ${pathMtu.bytes}`,
      explanation: `Packets larger than ${countText(pathMtu.bytes)} bytes do not go on from here whole.`,
      tone: 'warn',
    },
  ];
}

function strayBadges({ late, duplicate }: TraceHop): readonly Badge[] {
  return [
    ...(late === 0
      ? []
      : [
          {
            id: 'late',
            text: `${late} late`,
            explanation: `${countOf(late, 'answer')} came after the time limit; counted as answered, not as lost.`,
            tone: 'plain',
          } as const,
        ]),
    ...(duplicate === 0
      ? []
      : [
          {
            id: 'duplicate',
            text: countOf(duplicate, 'duplicate'),
            explanation: `${countOf(duplicate, 'answer')} came once more, to a packet that was answered already.`,
            tone: 'plain',
          } as const,
        ]),
  ];
}

type Whole = Pick<TraceView, 'hops' | 'pathMtu' | 'comparison'>;

/** Later hops see the rewritten packet as well: only the first is told. */
const firstTranslated = ({ hops }: Pick<TraceView, 'hops'>): number | undefined =>
  hops.find(({ nodes }) => nodes.some(({ translated }) => translated))?.ttl;

/** Of the hop as a whole. */
export function hopBadges(hop: TraceHop, whole: Whole): readonly Badge[] {
  const { comparison } = whole;
  const differs: readonly Badge[] =
    comparison?.firstDifferentTtl === hop.ttl
      ? [
          {
            id: 'differs',
            text: comparison.isSlower === true ? 'slower from here' : 'differs from here',
            explanation: comparison.text,
            tone: 'warn',
          },
        ]
      : [];
  return [
    ...differs,
    ...(hop.reading === 'rate-limited' ? [RATE_LIMITED] : []),
    ...severalPaths(hop),
    ...(firstTranslated(whole) === hop.ttl ? [NAT] : []),
    ...mtuBadge(hop, whole),
    ...strayBadges(hop),
  ];
}

const GRAVITY: Readonly<Record<Badge['tone'], number>> = { bad: 0, warn: 1, plain: 2 };

export const gravestFirst = (badges: readonly Badge[]): readonly Badge[] =>
  [...badges].sort((one, other) => GRAVITY[one.tone] - GRAVITY[other.tone]);
