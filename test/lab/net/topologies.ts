import type { LinkSpec, NodeSpec, Topology } from './topology.ts';

/** Where things are in the home-like lab; addresses are those set aside for documentation. */
export const HOME = {
  pc: { ipv4: '192.0.2.10', ipv6: '2001:db8:1::10' },
  router: { ipv4: '192.0.2.1', ipv6: '2001:db8:1::1' },
  provider: { ipv4: '203.0.113.1', ipv6: '2001:db8:2::1' },
  anchors4: ['198.51.100.1', '198.51.100.2', '198.51.100.3'],
  anchors6: ['2001:db8:53::1', '2001:db8:53::2', '2001:db8:53::3'],
  resolver4: '198.51.100.53',
  resolver6: '2001:db8:53::53',
  web4: '198.51.100.80',
  web6: '2001:db8:53::80',
} as const;

export interface HomeOptions {
  /** From pc to the anchors and back, without what the machine itself takes. Default 20. */
  readonly rttMs?: number;
  /** False: the pc has no IPv6 at all. Default true. */
  readonly ipv6?: boolean;
}

/** Both ways alike. */
const delayed = (delayMs: number) => ({ forward: { delayMs }, backward: { delayMs } });

function homeNodes(ipv6: boolean): readonly NodeSpec[] {
  return [
    {
      name: 'pc',
      kind: 'host',
      resolvers: [HOME.resolver4],
      ...(ipv6 ? {} : { sysctls: { 'net/ipv6/conf/default/disable_ipv6': '1' } }),
    },
    { name: 'router', kind: 'router' },
    { name: 'provider', kind: 'router', addresses: [HOME.provider.ipv4, HOME.provider.ipv6] },
    {
      name: 'internet',
      kind: 'host',
      addresses: [...HOME.anchors4, ...HOME.anchors6, HOME.resolver4, HOME.resolver6, HOME.web4, HOME.web6],
    },
  ];
}

/** pc -lan- router -access- provider -core- internet. `cut` and the servers come with startHome. */
export function home({ rttMs = 20, ipv6 = true }: HomeOptions = {}): Topology {
  const lan = { pc: [`${HOME.pc.ipv4}/24`], router: [`${HOME.router.ipv4}/24`] };
  if (ipv6) {
    lan.pc.push(`${HOME.pc.ipv6}/64`);
    lan.router.push(`${HOME.router.ipv6}/64`);
  }
  // A twentieth of the round trip inside the home, the rest shared by the line and what is behind it.
  const links: readonly LinkSpec[] = [
    {
      name: 'lan',
      a: { node: 'pc', addresses: lan.pc },
      b: { node: 'router', addresses: lan.router },
      ...delayed(rttMs * 0.025),
    },
    { name: 'access', a: { node: 'router' }, b: { node: 'provider' }, ...delayed(rttMs * 0.25) },
    { name: 'core', a: { node: 'provider' }, b: { node: 'internet' }, ...delayed(rttMs * 0.225) },
  ];
  return { nodes: homeNodes(ipv6), links };
}

export interface LineOptions {
  /** Of each of the n + 1 links, one way. Default 1. */
  readonly delayMs?: number;
  /** Merged into every router. */
  readonly router?: Omit<NodeSpec, 'name' | 'kind' | 'addresses'>;
}

/** Addresses of the line: the hosts' own and, by its number from 1, each router's. */
export const LINE = {
  pc: { ipv4: '192.0.2.10', ipv6: '2001:db8:1::10' },
  server: { ipv4: '203.0.113.10', ipv6: '2001:db8:3::10' },
  router: (number: number) => ({ ipv4: `198.51.100.${number}`, ipv6: `2001:db8:2::${number}` }),
} as const;

/** pc -l1- r1 -l2- ... r(n) -l(n+1)- server: one address a family for each node, links without any. */
export function line(routers: number, { delayMs = 1, router = {} }: LineOptions = {}): Topology {
  const numbers = Array.from({ length: routers }, (_, index) => index + 1);
  const names = ['pc', ...numbers.map((number) => `r${number}`), 'server'];
  const nodes: readonly NodeSpec[] = [
    { name: 'pc', kind: 'host', addresses: [LINE.pc.ipv4, LINE.pc.ipv6] },
    ...numbers.map((number): NodeSpec => {
      const { ipv4, ipv6 } = LINE.router(number);
      return { ...router, name: `r${number}`, kind: 'router', addresses: [ipv4, ipv6] };
    }),
    { name: 'server', kind: 'host', addresses: [LINE.server.ipv4, LINE.server.ipv6] },
  ];
  const links = names.slice(1).map(
    (name, index): LinkSpec => ({
      name: `l${index + 1}`,
      a: { node: names[index] ?? '' },
      b: { node: name },
      ...delayed(delayMs),
    }),
  );
  return { nodes, links };
}
