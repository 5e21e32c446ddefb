import { protocol, type Session, session } from 'electron';
import { contentHandler } from './content.ts';
import { ORIGIN, SCHEME } from './scheme.ts';

/** Before the app is ready, else it has no effect. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true } }]);
}

/** Without `persist:` nothing of it is ever written to disk. */
const PARTITION = 'windows';

/** Requests go to our own files or nowhere, nothing is permitted, nothing is downloaded. */
function lock(target: Session, developing: boolean): void {
  const allowed = developing ? [`${ORIGIN}/`, 'devtools://'] : [`${ORIGIN}/`];
  target.webRequest.onBeforeRequest(({ url }, done) =>
    done({ cancel: !allowed.some((prefix) => url.startsWith(prefix)) }),
  );
  target.setPermissionRequestHandler((_contents, _permission, done) => done(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.setDisplayMediaRequestHandler((_request, done) => done({}));
  target.on('will-download', (event) => event.preventDefault());
  // It would fetch its dictionaries.
  target.setSpellCheckerEnabled(false);
}

/** The session of all windows. The default one is locked too: nothing of ours is shown in it. */
export function lockedSession(folder: string, developing: boolean): Session {
  lock(session.defaultSession, developing);
  const own = session.fromPartition(PARTITION, { cache: false });
  lock(own, developing);
  own.protocol.handle(SCHEME, contentHandler(folder));
  return own;
}
