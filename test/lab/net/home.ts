import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { Traffic } from './impairment.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { batchOf } from './plan.ts';
import type { Services } from './services.ts';
import { startServices } from './services.ts';
import type { HomeOptions } from './topologies.ts';
import { HOME, home } from './topologies.ts';

const CUTS = {
  ipv4: { link: 'access', drop: ['ipv4'] },
  ipv6: { link: 'access', drop: ['ipv6'] },
  icmp: { link: 'access', drop: ['icmp', 'icmpv6'] },
  tcp: { link: 'access', drop: ['tcp'] },
  dns: { link: 'access', drop: ['udp/53', 'tcp/53'] },
  all: { link: 'access', drop: ['any'] },
  /** The router neither answers nor forwards: not even its hardware address can be found. */
  gateway: { link: 'lan', drop: ['any'] },
} as const satisfies Readonly<Record<string, { link: string; drop: readonly Traffic[] }>>;

/** `link`: the pc's own interface goes down. `portal`: only DNS and a redirecting HTTP get through. */
export type Cut = keyof typeof CUTS | 'link' | 'portal';

const PORTAL_DROPS = ['icmp', 'icmpv6', 'tcp/443'] as const satisfies readonly Traffic[];

export interface HomeLab extends Lab {
  readonly services: Services;
  /** Three anchors of each of icmp4, icmp6, tcp4 and tcp6; `dns` and `gateway` follow the pc's network. */
  readonly anchors: readonly Anchor[];
  /** Answers 204 unless the portal is in the way. */
  readonly portalUrl: string;
  /** Adds to what is cut already; settles when it is in force. */
  cut(what: Cut): Promise<void>;
  /** Takes one cut back, or all of them. */
  restore(what?: Cut): Promise<void>;
}

function homeAnchors(ipv6: boolean): readonly Anchor[] {
  const of = (kind: 'icmp4' | 'icmp6' | 'tcp4' | 'tcp6', addresses: readonly string[]): readonly Anchor[] =>
    addresses.map((address) => (kind.startsWith('tcp') ? { kind, address, port: 443 } : { kind, address }));
  return [
    ...of('icmp4', HOME.anchors4),
    ...of('tcp4', HOME.anchors4),
    ...(ipv6 ? [...of('icmp6', HOME.anchors6), ...of('tcp6', HOME.anchors6)] : []),
  ];
}

async function ip(lab: Lab, args: readonly string[], input = ''): Promise<void> {
  const run = await lab.exec('pc', ['ip', ...args], { input });
  if (run.code !== 0) throw new Error(`ip ${args.join(' ')}: ${run.stderr}`);
}

/** Coming up again, the interface needs the addresses and routes that the kernel took away with it. */
async function setPcLink(lab: Lab, up: boolean): Promise<void> {
  if (!up) return ip(lab, ['link', 'set', 'dev', 'eth0', 'down']);
  const pc = lab.topology.nodes.find(({ name }) => name === 'pc');
  if (pc !== undefined) await ip(lab, ['-batch', '-'], batchOf(lab.topology, pc));
}

function dropsOn(link: string, active: ReadonlySet<Cut>): readonly Traffic[] {
  return [...active].flatMap((cut): readonly Traffic[] => {
    if (cut === 'link') return [];
    if (cut === 'portal') return link === 'access' ? PORTAL_DROPS : [];
    return CUTS[cut].link === link ? CUTS[cut].drop : [];
  });
}

/** Brings every part of the lab in line with the cuts that are in force now. */
async function enforce(lab: Lab, services: Services, active: ReadonlySet<Cut>): Promise<void> {
  await Promise.all([
    ...['lan', 'access'].map((link) => lab.link(link).set({ both: { drop: dropsOn(link, active) } })),
    services.set({ portal: active.has('portal') }),
  ]);
}

/** The home-like lab with its servers running, ready to be cut. */
export async function startHome(options: HomeOptions = {}): Promise<HomeLab> {
  const lab = await startLab(home(options));
  const { anchors4, anchors6, resolver4, resolver6, web4, web6 } = HOME;
  const served = [...anchors4, ...anchors6, resolver4, resolver6, web4, web6];
  const services = await startServices(lab, 'internet', served).catch(async (error: unknown) => {
    await lab.stop();
    throw error;
  });
  const active = new Set<Cut>();
  return {
    ...lab,
    services,
    anchors: homeAnchors(options.ipv6 ?? true),
    portalUrl: `http://${HOME.web4}/generate_204`,
    async cut(what) {
      if (what === 'link' && !active.has(what)) await setPcLink(lab, false);
      active.add(what);
      await enforce(lab, services, active);
    },
    async restore(what) {
      const ending = what === undefined ? [...active] : [what];
      if (ending.includes('link') && active.has('link')) await setPcLink(lab, true);
      for (const cut of ending) active.delete(cut);
      await enforce(lab, services, active);
    },
  };
}
