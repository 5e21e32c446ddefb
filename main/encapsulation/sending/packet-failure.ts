import type { SendingFailure } from '../../trace/sending/failure.ts';

/** Why packets in IP-in-IP can't go on; what happens to single ones is the engine's matter. */
export type PacketFailure =
  | SendingFailure
  /** Somebody on the way said so; nothing more is sent along that path. */
  | { readonly kind: 'prohibited'; readonly from: string }
  /** No line of the run can be written, and without one nothing is sent. `message`: the system's. */
  | { readonly kind: 'no-log'; readonly message: string };
