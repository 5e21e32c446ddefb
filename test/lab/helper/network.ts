import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const run = (program: string, ...args: string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
};

let made = 0;

/**
 * client (198.51.100.2) - router (198.51.100.1, 203.0.113.1) - server (203.0.113.10 and up), and the same in
 * IPv6 (2001:db8:1::/64, 2001:db8:2::/64), each a network namespace of its own.
 */
export class Network {
  readonly client: string;
  readonly router: string;
  readonly server: string;
  #children: ChildProcess[] = [];

  constructor() {
    made += 1;
    const name = `flh${process.pid}n${made}`;
    this.client = `${name}c`;
    this.router = `${name}r`;
    this.server = `${name}s`;
  }

  /** A command prefix that runs in a namespace. */
  static within(namespace: string): string[] {
    return ['ip', 'netns', 'exec', namespace];
  }

  in(namespace: string, ...command: string[]): void {
    run('ip', 'netns', 'exec', namespace, ...command);
  }

  build(): void {
    for (const namespace of [this.client, this.router, this.server]) {
      run('ip', 'netns', 'add', namespace);
      // Before any interface comes up: addresses are usable at once, errors are not rationed.
      this.in(namespace, 'sysctl', '-qw', ...SETTINGS);
      this.in(namespace, 'ip', 'link', 'set', 'lo', 'up');
    }
    this.#link(this.client, this.router, 'eth0', 'lan0');
    this.#link(this.router, this.server, 'wan0', 'eth0');
    this.#address(this.client, 'eth0', '198.51.100.2/24', '2001:db8:1::2/64');
    this.#address(this.router, 'lan0', '198.51.100.1/24', '2001:db8:1::1/64');
    this.#address(this.router, 'wan0', '203.0.113.1/24', '2001:db8:2::1/64');
    const hosts = Array.from({ length: 20 }, (_, index) => 10 + index);
    const addresses = hosts.flatMap((host) => [`203.0.113.${host}/24`, `2001:db8:2::${host}/64`]);
    this.#address(this.server, 'eth0', ...addresses);
    this.#route(this.client, '198.51.100.1', '2001:db8:1::1');
    this.#route(this.server, '203.0.113.1', '2001:db8:2::1');
    this.in(this.router, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
  }

  #link(a: string, b: string, nameA: string, nameB: string): void {
    run('ip', 'link', 'add', nameA, 'netns', a, 'type', 'veth', 'peer', 'name', nameB, 'netns', b);
  }

  #address(namespace: string, device: string, ...addresses: string[]): void {
    const lines = addresses.map(
      (address) => `address add ${address} dev ${device}${address.includes(':') ? ' nodad' : ''}\n`,
    );
    const input = `${lines.join('')}link set ${device} up\n`;
    execFileSync('ip', ['-n', namespace, '-batch', '-'], { input, stdio: ['pipe', 'ignore', 'pipe'] });
  }

  #route(namespace: string, via4: string, via6: string): void {
    this.in(namespace, 'ip', 'route', 'add', 'default', 'via', via4);
    this.in(namespace, 'ip', '-6', 'route', 'add', 'default', 'via', via6);
  }

  /** Rules of one chain of the router's forward hook. */
  filter(...rules: string[]): void {
    const lines = rules.map((rule) => `add rule inet lab forward ${rule}`).join('\n');
    const text = `add table inet lab\nadd chain inet lab forward { type filter hook forward priority 0; }\n${lines}\n`;
    execFileSync('ip', ['netns', 'exec', this.router, 'nft', '-f', '-'], { input: text });
  }

  /** Makes the server answer by what a script knows, echoes or probes; resolves when it listens. */
  async respond(name: 'responder.py' | 'forger.py' = 'responder.py'): Promise<void> {
    this.in(
      this.server,
      'sysctl',
      '-qw',
      'net.ipv4.icmp_echo_ignore_all=1',
      'net.ipv6.icmp.echo_ignore_all=1',
    );
    const rules = 'udp dport 33434 drop; tcp dport 81 drop;';
    const table = `table inet quiet { chain in { type filter hook input priority 0; ${rules} }; }`;
    execFileSync('ip', ['netns', 'exec', this.server, 'nft', '-f', '-'], { input: `${table}\n` });
    const script = fileURLToPath(new URL(name, import.meta.url));
    const child = spawn('ip', ['netns', 'exec', this.server, 'python3', script], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#children.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', () => reject(new Error('the responder has left')));
    });
  }

  remove(): void {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const namespace of [this.client, this.router, this.server]) {
      try {
        run('ip', 'netns', 'delete', namespace);
      } catch {
        // Not made: build failed before it.
      }
    }
  }
}

const SETTINGS = [
  'net.ipv6.conf.default.accept_dad=0',
  'net.ipv6.conf.all.accept_dad=0',
  'net.ipv6.conf.default.accept_ra=0',
  'net.ipv4.icmp_ratelimit=0',
  // Beyond that the kernel has a bound for all together, from which only types outside the mask are free.
  'net.ipv4.icmp_ratemask=0',
  'net.ipv6.icmp.ratemask=255',
  'net.ipv6.icmp.ratelimit=0',
];
