import type { BrowserWindowConstructorOptions, Session } from 'electron';
import type { WindowName } from '../../contract/contract.ts';
import { backgroundColor } from './window-colors.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Below this the pages have no layout. */
export const MINIMUM: Size = { width: 420, height: 360 };

const FIRST_SIZES: Readonly<Record<WindowName, Size>> = {
  dashboard: { width: 1000, height: 760 },
  traceroute: { width: 960, height: 720 },
  settings: { width: 760, height: 720 },
};

/** The remembered size, or the first one; never larger than the screen has room for. */
export function sizeFor(name: WindowName, remembered: Size | null, room: Size): Size {
  const wanted = remembered ?? FIRST_SIZES[name];
  return {
    width: Math.max(MINIMUM.width, Math.min(wanted.width, room.width)),
    height: Math.max(MINIMUM.height, Math.min(wanted.height, room.height)),
  };
}

export interface WindowSurroundings {
  readonly preload: string;
  readonly session: Session;
  /** A picture of the app; null: the system's own for an app without one. */
  readonly icon: string | null;
  readonly developing: boolean;
}

/** A sandboxed window without Node, without a way out but the preload's two functions. */
export function windowOptions(
  { preload, session, icon, developing }: WindowSurroundings,
  size: Size,
  dark: boolean,
): BrowserWindowConstructorOptions {
  return {
    ...size,
    minWidth: MINIMUM.width,
    minHeight: MINIMUM.height,
    show: false,
    backgroundColor: backgroundColor(dark),
    autoHideMenuBar: true,
    title: 'Faultline',
    ...(icon === null ? {} : { icon }),
    webPreferences: {
      preload,
      session,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: developing,
    },
  };
}
