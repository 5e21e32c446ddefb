import { isOwnPage } from '../windows/scheme.ts';

/** What is known of a message's sender; Electron's `IpcMainInvokeEvent` has it. */
export interface Sender {
  readonly sender: object;
  readonly senderFrame: { readonly url: string; readonly parent: object | null } | null;
}

/** A message counts only from the top frame of a window of ours that still shows our own page. */
export function isTrusted({ sender, senderFrame }: Sender, windows: ReadonlySet<object>): boolean {
  return (
    windows.has(sender) && senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url)
  );
}
