import type { Trouble } from '../../contract/channel.ts';
import type { HostState } from './host-watch.ts';

export interface Timers {
  setTimer(callback: () => void, delayMs: number): { cancel(): void };
}

export interface PresenceOptions {
  readonly timers: Timers;
  readonly show: () => void;
  readonly hide: () => void;
  /** Null: the icon is there (again). */
  readonly tell: (trouble: Trouble | null) => void;
  /** The only way in while there is no icon. */
  readonly openDashboard: () => void;
}

/** At a login the panel may come after us; one that restarts takes a moment. */
export const GRACE_MS = 10_000;

const TROUBLES: Readonly<Record<Exclude<HostState, 'present'>, Trouble>> = {
  absent: {
    what: 'This desktop shows no tray icons, so Faultline has none.',
    wayOut:
      'Add a tray to your panel (on GNOME: the AppIndicator extension) and the icon appears. Until then, ' +
      'starting Faultline again brings this window back.',
  },
  'no-bus': {
    what: 'Faultline has no tray icon, because this session has no D-Bus session bus.',
    wayOut:
      "Start it from your desktop's own menu. Until then, starting Faultline again brings this window back.",
  },
};

/** Keeps the icon where there is something to show it, and says so where there has been nothing for a while. */
export class TrayPresence {
  readonly #options: PresenceOptions;
  #shown = false;
  #host: HostState = 'absent';
  #patience: { cancel(): void } | null = null;
  #told: HostState = 'present';

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.#wait();
  }

  take(host: HostState): void {
    this.#host = host;
    if (host === 'present') this.#found();
    else this.#lost();
  }

  stop(): void {
    this.#patience?.cancel();
    this.#patience = null;
    this.#hide();
  }

  #found(): void {
    this.#patience?.cancel();
    this.#patience = null;
    if (!this.#shown) this.#options.show();
    this.#shown = true;
    if (this.#told !== 'present') this.#options.tell(null);
    this.#told = 'present';
  }

  #lost(): void {
    this.#hide();
    if (this.#told === 'present') this.#wait();
    else this.#tellOf();
  }

  #hide(): void {
    if (this.#shown) this.#options.hide();
    this.#shown = false;
  }

  #wait(): void {
    this.#patience ??= this.#options.timers.setTimer(() => {
      this.#patience = null;
      this.#tellOf();
      this.#options.openDashboard();
    }, GRACE_MS);
  }

  #tellOf(): void {
    if (this.#host === 'present' || this.#host === this.#told) return;
    this.#told = this.#host;
    this.#options.tell(TROUBLES[this.#host]);
  }
}
