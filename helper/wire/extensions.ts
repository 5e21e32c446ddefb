import { internetChecksum, verify } from './checksum.ts';
import {
  INTERFACE_CLASS,
  type InterfaceInformation,
  parseInterfaceInformation,
} from './extension/interface-information.ts';
import { MPLS_CLASS, MPLS_INCOMING_STACK, type MplsLabel, parseMplsStack } from './extension/mpls.ts';
import { emitObject, parseObjects, type RawObject } from './extension/object.ts';
import { concatBytes, EMPTY, viewOf } from './view.ts';
import { isWireError, type WireError, wireError } from './wire-error.ts';

/** RFC 4884 section 7: version (4 bits), reserved (12 bits), checksum, then the objects. */
const FIELD = { version: 0, checksum: 2, objects: 4 } as const;
const VERSION = 2;

/**
 * RFC 4884 sections 5.1 and 5.4: with extensions the quoted datagram is zero-padded to at least 128 bytes, and
 * senders from before the length attribute put the extensions exactly behind 128 bytes.
 */
export const MIN_QUOTED_BEFORE_EXTENSIONS = 128;

export type ExtensionDetail =
  | { readonly kind: 'mpls'; readonly stack: readonly MplsLabel[] }
  | { readonly kind: 'interface'; readonly information: InterfaceInformation }
  | { readonly kind: 'unknown' }
  /** A known class whose payload does not follow its RFC; the other objects are unharmed. */
  | { readonly kind: 'malformed'; readonly fault: WireError };

/** The bytes are always kept, so an unknown object goes out as it came in. */
export interface ExtensionObject extends RawObject {
  readonly detail: ExtensionDetail;
}

/** One line for each object class that is understood. */
const READERS = new Map<number, (object: RawObject) => ExtensionDetail | WireError>([
  [
    MPLS_CLASS,
    (object) => {
      if (object.cType !== MPLS_INCOMING_STACK) return { kind: 'unknown' };
      const stack = parseMplsStack(object.payload);
      return isWireError(stack) ? stack : { kind: 'mpls', stack };
    },
  ],
  [
    INTERFACE_CLASS,
    (object) => {
      const information = parseInterfaceInformation(object);
      return isWireError(information) ? information : { kind: 'interface', information };
    },
  ],
]);

function withDetail(object: RawObject): ExtensionObject {
  const detail = READERS.get(object.classNumber)?.(object) ?? { kind: 'unknown' };
  return { ...object, detail: isWireError(detail) ? { kind: 'malformed', fault: detail } : detail };
}

/** An all-zero checksum means "not sent" (section 7) and passes, unless the sum is what proves the structure. */
function checksumPasses(bytes: Uint8Array, mandatory: boolean): boolean {
  const sent = viewOf(bytes).getUint16(FIELD.checksum) !== 0;
  return sent ? verify(bytes) : !mandatory;
}

/** The extension structure alone, which must fill `bytes` exactly. */
export function parseExtensions(
  bytes: Uint8Array,
  how: { readonly checksumMandatory?: boolean } = {},
): readonly ExtensionObject[] | WireError {
  if (bytes.length < FIELD.objects) return wireError('truncated', 'extensions.header');
  if (viewOf(bytes).getUint8(FIELD.version) >> 4 !== VERSION) {
    return wireError('bad-version', 'extensions.version');
  }
  if (!checksumPasses(bytes, how.checksumMandatory ?? false)) {
    return wireError('bad-checksum', 'extensions.checksum');
  }
  const objects = parseObjects(bytes.subarray(FIELD.objects));
  return isWireError(objects) ? objects : objects.map(withDetail);
}

export function emitExtensions(objects: readonly RawObject[]): Uint8Array {
  const bytes = concatBytes([Uint8Array.of(VERSION << 4, 0, 0, 0), ...objects.map(emitObject)]);
  viewOf(bytes).setUint16(FIELD.checksum, internetChecksum(bytes));
  return bytes;
}

/** What follows the eight bytes of an ICMP error. */
export interface ErrorBody {
  /** The quoted datagram, zero padding included. */
  readonly quoted: Uint8Array;
  /** Behind it, as on the wire: the extension structure or nothing. */
  readonly trailer: Uint8Array;
  /** Empty when there are none, or when `extensionFault` says what is wrong with them. */
  readonly extensions: readonly ExtensionObject[];
  readonly extensionFault: WireError | null;
}

const bare = (quoted: Uint8Array, extensionFault: WireError | null = null): ErrorBody => ({
  quoted,
  trailer: EMPTY,
  extensions: [],
  extensionFault,
});

/** No length attribute: only a full, checksummed structure right behind 128 bytes is believed (section 5.5). */
function splitCompatible(body: Uint8Array): ErrorBody {
  const trailer = body.subarray(MIN_QUOTED_BEFORE_EXTENSIONS);
  if (trailer.length <= FIELD.objects) return bare(body);
  const extensions = parseExtensions(trailer, { checksumMandatory: true });
  if (isWireError(extensions)) return bare(body);
  const quoted = body.subarray(0, MIN_QUOTED_BEFORE_EXTENSIONS);
  return { quoted, trailer, extensions, extensionFault: null };
}

/** `quotedLength` in bytes is the length attribute; null for messages that can't be extended. */
export function splitErrorBody(body: Uint8Array, quotedLength: number | null): ErrorBody {
  if (quotedLength === null) return bare(body);
  if (quotedLength === 0) return splitCompatible(body);
  if (quotedLength > body.length) return bare(body, wireError('bad-length', 'extensions.length-attribute'));
  const trailer = body.subarray(quotedLength);
  const quoted = body.subarray(0, quotedLength);
  if (trailer.length === 0) return bare(quoted);
  const extensions = parseExtensions(trailer);
  return isWireError(extensions)
    ? { quoted, trailer, extensions: [], extensionFault: extensions }
    : { quoted, trailer, extensions, extensionFault: null };
}

/** The quoted datagram padded for extensions: to 128 bytes and to whole `unit`s of the length attribute. */
export function padQuoted(quoted: Uint8Array, unit: 4 | 8): Uint8Array {
  const length = Math.max(MIN_QUOTED_BEFORE_EXTENSIONS, Math.ceil(quoted.length / unit) * unit);
  const padded = new Uint8Array(length);
  padded.set(quoted);
  return padded;
}
