export type PanelShade = 'light' | 'dark';

export interface PanelFacts {
  readonly platform: NodeJS.Platform;
  /** `XDG_CURRENT_DESKTOP`: `KDE`, `ubuntu:GNOME`. */
  readonly desktop: string;
  /** The system asks for dark windows. */
  readonly darkWindows: boolean;
}

/** Desktops whose panel follows the colours of the windows. */
const FOLLOWERS = ['KDE', 'LXQt'];

/**
 * What the icon will stand on. Linux tells nobody how dark its panel is: GNOME's is always dark, those of Xfce,
 * Cinnamon, MATE and the tiling desktops are unless somebody changes it, and only a few follow the windows.
 */
export function panelShade({ platform, desktop, darkWindows }: PanelFacts): PanelShade {
  if (platform !== 'linux') return darkWindows ? 'dark' : 'light';
  const follows = desktop.split(':').some((name) => FOLLOWERS.includes(name));
  return follows && !darkWindows ? 'light' : 'dark';
}
