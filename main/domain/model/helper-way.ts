/**
 * How the helper comes by the right to open raw sockets, in the order in which they are tried:
 * `inherited`: whoever started Faultline had it (root, or an ambient capability from a service manager);
 * `file-capability`: the installed helper has cap_net_raw on its file, given by the package when it was installed;
 * `pkexec`: polkit asks a person, by its own wording where the package has brought it;
 * `sudo-prompt`: the system's own question for a password; on Linux polkit asks here too, or kdesudo, in general words.
 */
export const HELPER_WAYS = ['inherited', 'file-capability', 'pkexec', 'sudo-prompt'] as const;
export type HelperWayName = (typeof HELPER_WAYS)[number];

/** The ways that a person can choose among; `auto`: the first that there is here. */
export const HELPER_CHOICES = ['auto', 'file-capability', 'pkexec', 'sudo-prompt'] as const;
export type HelperChoice = (typeof HELPER_CHOICES)[number];

/** A way as it is on this machine, without having asked anybody. */
export interface HelperWayState {
  readonly name: HelperWayName;
  /** Empty: there is this way here. Else why not, one sentence with what would bring it. */
  readonly obstacle: string;
  /** Whether it asks a person each time the helper starts. */
  readonly asks: boolean;
}

/** All that is known of how the helper gets its right. */
export interface HelperAccess {
  readonly choice: HelperChoice;
  /** By which way the running helper was started; null: none runs. */
  readonly active: HelperWayName | null;
  /** Of the running helper: whom it became, and whether it has kept a right; null: none runs. */
  readonly privilege: { readonly uid: number; readonly dropped: boolean } | null;
  /** One sentence: why none runs, and the way out. Empty when one does. */
  readonly reason: string;
  /** Each of HELPER_WAYS, in their order. */
  readonly ways: readonly HelperWayState[];
  /** The helper's program. */
  readonly file: string;
  /** Empty: only its owner and root can write what would be run. Else who can, and how to mend it. */
  readonly distrust: string;
}
