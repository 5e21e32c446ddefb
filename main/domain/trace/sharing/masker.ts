import { addressNote, samePrefix } from '../address-note.ts';

const HIDDEN_NOTES = ['private', 'cgn', 'link-local', 'unique-local', 'loopback'] as const;
type HiddenKind = (typeof HIDDEN_NOTES)[number] | 'own' | 'name';

/** Also what an earlier masking put in. */
const PLACEHOLDER = /^(?:private|cgn|link-local|unique-local|loopback|own|name)-\d+$/;
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** An address, its zone with it, or a name that stands alone in a text: not within a longer one. */
const alone = (text: string): RegExp =>
  new RegExp(`(?<![\\w.:-])${escaped(text)}(?:%[\\w.-]*[\\w-])?(?![\\w:-]|\\.\\w)`, 'gi');

/** The same address on whatever link. */
const withoutZone = (address: string): string => address.replace(/%.*$/, '');

/** The usual ways to write an address into a reverse name. */
function spellings(address: string): readonly string[] {
  if (address.includes(':')) return [address.toLowerCase().replaceAll(':', '-')];
  const octets = address.split('.');
  if (octets.length !== 4) return [];
  const padded = octets.map((octet) => octet.padStart(3, '0'));
  const hex = octets.map((octet) => Number(octet).toString(16).padStart(2, '0')).join('');
  const orders = [octets, octets.toReversed(), padded, padded.toReversed()];
  return [
    ...orders.flatMap((order) => [order.join('-'), order.join('.'), order.join('_')]),
    padded.join(''),
    hex,
  ];
}

/**
 * Gives each address that tells whose line it is a placeholder, the same one each time: `private-1`, `own-2`. It
 * must know everything that is hidden before a text is masked.
 */
export class Masker {
  readonly #own: readonly string[];
  readonly #telling: readonly string[];
  readonly #placeholders = new Map<string, string>();
  readonly #kinds = new Map<string, HiddenKind | null>();
  readonly #counts = new Map<HiddenKind, number>();

  /** `own`: addresses of this machine and its line; their neighbours are hidden with them. */
  constructor(own: readonly string[]) {
    this.#own = own;
    this.#telling = own.flatMap(spellings);
  }

  /** Whether an address must not be told. */
  hides(address: string): boolean {
    return this.#kindOf(address) !== null;
  }

  address(address: string): string {
    const kind = this.#kindOf(address);
    return kind === null ? address : this.hide(withoutZone(address), kind);
  }

  maybe(address: string | null): string | null {
    return address === null ? null : this.address(address);
  }

  /** Hides whatever it is from now on. */
  hide(secret: string, kind: HiddenKind): string {
    const known = this.#placeholders.get(secret);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const placeholder = `${kind}-${count}`;
    this.#placeholders.set(secret, placeholder);
    return placeholder;
  }

  /** A name that spells an own address tells it. */
  isTelling(name: string): boolean {
    const lower = name.toLowerCase();
    return this.#telling.some((spelling) => lower.includes(spelling));
  }

  /** A sentence, with everything hidden replaced by what stands for it. */
  text(text: string): string {
    const lower = text.toLowerCase();
    const told = [...this.#placeholders].filter(([secret]) => lower.includes(secret.toLowerCase()));
    const longestFirst = told.toSorted(([a], [b]) => b.length - a.length);
    return longestFirst.reduce(
      (masked, [secret, placeholder]) => masked.replace(alone(secret), placeholder),
      text,
    );
  }

  #kindOf(address: string): HiddenKind | null {
    const known = this.#kinds.get(address);
    if (known !== undefined) return known;
    const kind = this.#findKind(address);
    this.#kinds.set(address, kind);
    return kind;
  }

  #findKind(address: string): HiddenKind | null {
    const note = addressNote(address);
    const hidden = HIDDEN_NOTES.find((kind) => kind === note);
    if (hidden !== undefined) return hidden;
    return this.#own.some((own) => own === address || samePrefix(own, address, 24, 48)) ? 'own' : null;
  }
}
