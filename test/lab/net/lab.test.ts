import { once } from 'node:events';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { measureBringUp } from './bring-up.ts';
import { ofProtocol } from './counters.ts';
import { holders } from './holders.ts';
import { startHome } from './home.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { icmpLimits } from './plan.ts';
import { ping } from './support/ping.ts';
import { HOME, LINE, line } from './topologies.ts';
import type { Topology } from './topology.ts';

const inodesOf = (lab: Lab): readonly number[] => lab.topology.nodes.map(({ name }) => lab.namespace(name));

describe('topologies', () => {
  test('12 routers in a row are all there, in order, for both families', async () => {
    const lab = await startLab(line(12, { delayMs: 0.1 }));
    try {
      for (const family of ['ipv4', 'ipv6'] as const) {
        const { stdout } = await lab.exec('pc', ['traceroute', '-n', '-q', '1', LINE.server[family]]);
        const hops = [...stdout.matchAll(/^ *\d+ {2}(\S+)/gm)].map((hop) => hop[1]);
        const routers = Array.from({ length: 12 }, (_, index) => LINE.router(index + 1)[family]);
        expect(hops).toEqual([...routers, LINE.server[family]]);
      }
    } finally {
      await lab.stop();
    }
  });

  test('a chosen route makes the way home differ from the way out', async () => {
    const lab = await startLab(triangle());
    try {
      expect((await ping(lab, '203.0.113.1')).received).toBe(5);
      const sent = async (link: string) =>
        ofProtocol((await lab.link(link).counters()).forward, 'icmp').entered;
      expect([await sent('direct'), await sent('around')]).toEqual([5, 0]);
      expect(ofProtocol((await lab.link('around').counters()).backward, 'icmp').entered).toBe(5);
    } finally {
      await lab.stop();
    }
  });

  test('ICMP errors are limited where the kernel is left to do so, and only there', async () => {
    const lab = await startLab(line(2, { delayMs: 0, router: { limitsIcmp: true } }));
    try {
      const errorsOf50 = async (): Promise<number> => {
        const before = ofProtocol((await lab.link('l1').counters()).backward, 'icmp').entered;
        await lab.exec('pc', [
          'ping',
          '-n',
          '-t',
          '1',
          '-c',
          '50',
          '-i',
          '0.002',
          '-W',
          '1',
          LINE.server.ipv4,
        ]);
        return ofProtocol((await lab.link('l1').counters()).backward, 'icmp').entered - before;
      };
      expect(await errorsOf50()).toBeLessThan(20);
      for (const [path, value] of Object.entries(icmpLimits(false))) {
        await lab.exec('r1', ['sysctl', '-w', `${path.replaceAll('/', '.')}=${value}`]);
      }
      expect(await errorsOf50()).toBe(50);
    } finally {
      await lab.stop();
    }
  });

  test('bring-up can be measured and leaves nothing', async () => {
    const figures = await measureBringUp(line(12));
    expect(figures).toMatchObject({ nodes: 14, links: 13 });
    expect(figures.upMs).toBeGreaterThan(0);
  });
});

function triangle(): Topology {
  return {
    nodes: [
      { name: 'pc', kind: 'host', addresses: ['192.0.2.1'] },
      { name: 'near', kind: 'router', addresses: ['198.51.100.1'] },
      { name: 'side', kind: 'router', addresses: ['198.51.100.2'] },
      {
        name: 'far',
        kind: 'router',
        addresses: ['198.51.100.3', '203.0.113.1'],
        routes: [{ to: '192.0.2.1/32', link: 'around' }],
      },
    ],
    links: [
      { name: 'home', a: { node: 'pc' }, b: { node: 'near' } },
      { name: 'direct', a: { node: 'near' }, b: { node: 'far' } },
      { name: 'around', a: { node: 'side' }, b: { node: 'far' } },
      { name: 'back', a: { node: 'near' }, b: { node: 'side' } },
    ],
  };
}

describe('wrong topologies are refused by name and leave nothing', () => {
  const pc = { name: 'pc', kind: 'host' } as const;
  const r1 = { name: 'r1', kind: 'router' } as const;
  const wire = { name: 'wire', a: { node: 'pc' }, b: { node: 'r1' } };
  const cases: readonly (readonly [string, Topology])[] = [
    ['node pc is there twice', { nodes: [pc, pc], links: [] }],
    ['link wire is there twice', { nodes: [pc, r1], links: [wire, wire] }],
    ['ends at no known node: r2', { nodes: [pc, r1], links: [{ ...wire, b: { node: 'r2' } }] }],
    ['joins pc to itself', { nodes: [pc], links: [{ ...wire, b: { node: 'pc' } }] }],
    [
      "can't be the name of a device",
      { nodes: [pc, r1], links: [{ ...wire, name: 'a-name-that-is-too-long' }] },
    ],
    ['loss.percent', { nodes: [pc, r1], links: [{ ...wire, forward: { loss: { percent: -1 } } }] }],
    // Only the kernel can judge these two.
    [
      'configuring r1',
      { nodes: [pc, r1], links: [{ ...wire, b: { node: 'r1', addresses: ['192.0.2.1/99'] } }] },
    ],
    ['No such file', { nodes: [{ ...pc, sysctls: { 'net/ipv4/nonsense': '1' } }], links: [] }],
  ];
  test.each(cases)('%s', async (complaint, topology) => {
    await expect(startLab(topology)).rejects.toThrow(complaint);
  });
});

describe('a machine without Python', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('is told so', async () => {
    vi.stubEnv('PATH', '/nonexistent');
    await expect(startLab(line(1))).rejects.toThrow('spawn python3 ENOENT');
  });
});

describe('commands', () => {
  test('their code, output, input, folder and environment are their own', async () => {
    const lab = await startLab(line(1));
    try {
      const script = 'cat; pwd; echo $WORD; echo oops >&2; exit 3';
      const run = await lab.exec('r1', ['sh', '-c', script], {
        input: 'in\n',
        cwd: '/tmp',
        env: { WORD: 'so' },
      });
      expect(run).toEqual({ code: 3, signal: null, stdout: 'in\n/tmp\nso\n', stderr: 'oops\n' });
      await expect(lab.exec('r1', ['sleep', '100'], { timeoutMs: 50 })).rejects.toThrow('longer than 50 ms');
      expect(() => lab.spawn('r9', ['true'])).toThrow('no node r9');
      expect(() => lab.link('l9')).toThrow('no link l9');
    } finally {
      await lab.stop();
    }
  });

  test('a spawned command is the process that its pid names', async () => {
    const lab = await startLab(line(1));
    try {
      const child = lab.spawn('pc', ['sh', '-c', 'echo $$; exec sleep 1000']);
      const [text] = await once(child.stdout, 'data');
      expect(Number(String(text))).toBe(child.pid);
      child.kill('SIGKILL');
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    } finally {
      await lab.stop();
    }
  });

  test('can run without privilege', async () => {
    const lab = await startLab(line(1));
    try {
      const user = { uid: 65534, gid: 65534 };
      const run = await lab.exec('pc', ['sh', '-c', 'id -u; grep CapEff /proc/self/status'], {
        user,
        cwd: '/',
      });
      expect(run.stdout).toBe('65534\nCapEff:\t0000000000000000\n');
    } finally {
      await lab.stop();
    }
  });
});

describe('labs side by side', () => {
  test('have the same addresses and never meet', async () => {
    const [one, two] = await Promise.all([startHome({ rttMs: 2 }), startHome({ rttMs: 2 })]);
    try {
      await one.cut('all');
      const [cut, whole] = await Promise.all([ping(one, HOME.anchors4[0]), ping(two, HOME.anchors4[0])]);
      expect([cut.received, whole.received]).toEqual([0, 5]);
      expect(ofProtocol((await two.link('access').counters()).forward, 'icmp').entered).toBe(5);
      await one.stop();
      expect(holders(inodesOf(one))).toEqual([]);
      expect((await ping(two, HOME.anchors6[0])).received).toBe(5);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  });

  test('a stopped lab refuses with a reason', async () => {
    const lab = await startLab(line(1));
    await lab.stop();
    await expect(lab.link('l1').counters()).rejects.toThrow('the lab is gone');
    expect(holders(inodesOf(lab))).toEqual([]);
    await lab.stop();
  });
});
