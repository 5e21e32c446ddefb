/** Why a trace can't go on at all; what happens to single packets is the engine's matter. */
export type SendingFailure =
  /** None runs, or none that knows probes; `hasSent`: one did a moment ago. */
  | { readonly kind: 'no-helper'; readonly hasSent: boolean }
  | { readonly kind: 'no-family' }
  /** Nothing left this machine; `code`: errno. */
  | { readonly kind: 'unsent'; readonly code: string }
  /** The helper does not take what we ask: it is of another version. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'mistake'; readonly message: string };
