import type { OpenPathCommand } from '../../protocol/messages.ts';
import type { Target } from '../../protocol/target.ts';
import type { PacketPort } from '../../socket/channel.ts';
import type { OwnAddress } from '../../socket/own-address.ts';
import { sameAddress } from '../../wire/address.ts';
import type { Limits, Refusal } from '../limits.ts';
import type { SourceOf } from '../trace/sources.ts';
import { type Members, type Path, parseMembers } from './path.ts';

export interface RegistryOptions {
  readonly limits: Pick<Limits, 'paths'>;
  readonly sourceOf: SourceOf;
  readonly portOf: (family: 4 | 6) => PacketPort | null;
}

type Opened = { readonly path: Path } | { readonly refusal: Refusal };

const refuse = (code: Refusal['code'], message: string): Opened => ({ refusal: { code, message } });

/** Why the kernel's own view of a member forbids it; null: it does not. A host may be out of reach by itself. */
function localFault({ text, bytes }: Target, source: OwnAddress): string | null {
  if ('errno' in source)
    return source.errno === 'EACCES' ? `${text} is a broadcast address, or forbidden by a route` : null;
  // Nobody else's address is chosen to send to oneself from.
  return sameAddress(source.address, bytes) ? `${text} is an address of this machine` : null;
}

/** Which paths are open. */
export class PathRegistry {
  readonly #options: RegistryOptions;
  readonly #opening = new Set<number>();
  readonly #open = new Map<number, Path>();

  constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /** Paths whose opening has not been answered yet. */
  get opening(): number {
    return this.#opening.size;
  }

  knows(id: number): boolean {
    return this.#opening.has(id) || this.#open.has(id);
  }

  byId(id: number): Path | null {
    return this.#open.get(id) ?? null;
  }

  /** Null: `done` is called later, once. */
  open({ id, addresses }: OpenPathCommand, done: (opened: Opened) => void): Refusal | null {
    const { limits, portOf, sourceOf } = this.#options;
    if (this.#opening.size + this.#open.size >= limits.paths) {
      return { code: 'too-many-outstanding', message: `${limits.paths} paths are open` };
    }
    const members = parseMembers(addresses);
    if ('code' in members) return members;
    const { family } = members[0];
    const port = portOf(family);
    if (port === null) {
      return { code: 'family-unavailable', message: `no socket for packets of IPv${family} could be opened` };
    }
    this.#opening.add(id);
    const sources = new Map<Target, OwnAddress>();
    for (const member of members) {
      sourceOf(member, (source) => {
        sources.set(member, source);
        if (sources.size < members.length) return;
        this.#opening.delete(id);
        done(this.#judge(id, members, sources, port));
      });
    }
    return null;
  }

  close(path: Path): void {
    path.isOpen = false;
    this.#open.delete(path.id);
  }

  #judge(id: number, members: Members, sources: ReadonlyMap<Target, OwnAddress>, port: PacketPort): Opened {
    for (const [member, source] of sources) {
      const fault = localFault(member, source);
      if (fault !== null) return refuse('out-of-range', fault);
    }
    const [first] = members;
    const source = sources.get(first);
    if (source === undefined || 'errno' in source) {
      return refuse('no-route', `no route to ${first.text} (${source?.errno ?? 'EUNKNOWN'})`);
    }
    const path: Path = {
      ...{ id, family: first.family, members, source: source.address, port },
      pending: new Set(),
      isOpen: true,
    };
    this.#open.set(id, path);
    return { path };
  }
}
