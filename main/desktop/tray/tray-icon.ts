import { join } from 'node:path';
import {
  Menu,
  type MenuItemConstructorOptions,
  type NativeImage,
  nativeImage,
  nativeTheme,
  Tray,
} from 'electron';
import type { TrayState } from '../../contract/app-state.ts';
import { trayIconFiles } from './icon-files.ts';
import type { MenuEntry, TrayAction, TrayModel } from './menu-model.ts';
import { type PanelShade, panelShade } from './panel-shade.ts';

export interface TrayIconOptions {
  /** Folder of the pictures. */
  readonly icons: string;
  readonly act: (action: TrayAction) => void;
}

/** Newer than the oldest Electron that is supported: the shade of the taskbar, which Windows sets apart from windows. */
function isDark(): boolean {
  const system: unknown = Reflect.get(nativeTheme, 'shouldUseDarkColorsForSystemIntegratedUI');
  return typeof system === 'boolean' ? system : nativeTheme.shouldUseDarkColors;
}

const shadeNow = (): PanelShade =>
  panelShade({
    platform: process.platform,
    desktop: process.env['XDG_CURRENT_DESKTOP'] ?? '',
    darkWindows: isDark(),
  });

function loadIcon(folder: string, state: TrayState, shade: PanelShade): NativeImage {
  const [first, ...others] = trayIconFiles(state, shade, process.platform);
  const image = nativeImage.createFromPath(join(folder, first.name));
  for (const { name, scale } of others) {
    const { width, height } = nativeImage.createFromPath(join(folder, name)).getSize();
    const buffer = nativeImage.createFromPath(join(folder, name)).toPNG();
    image.addRepresentation({ scaleFactor: scale, width, height, buffer });
  }
  return image;
}

/** The one icon in the panel. Says nothing to the panel that it does not show already. */
export class TrayIcon {
  readonly #options: TrayIconOptions;
  /** Held for ever: Electron takes an icon away whose object was collected. */
  #tray: Tray | null = null;
  #model: TrayModel | null = null;
  #shade = shadeNow();
  #menuText = '';
  #menuOpen = false;
  readonly #onTheme = (): void => this.#follow();

  constructor(options: TrayIconOptions) {
    this.#options = options;
    nativeTheme.on('updated', this.#onTheme);
  }

  /** Puts the icon of the newest model into the panel. */
  show(): void {
    if (this.#tray !== null || this.#model === null) return;
    const { icon, tooltip } = this.#model;
    this.#tray = new Tray(loadIcon(this.#options.icons, icon, this.#shade));
    this.#tray.on('click', () => this.#options.act({ type: 'dashboard', destination: null }));
    this.#tray.setToolTip(tooltip);
    this.#setMenu(this.#tray, this.#model);
  }

  hide(): void {
    this.#tray?.destroy();
    this.#tray = null;
    this.#menuText = '';
    this.#menuOpen = false;
  }

  apply(model: TrayModel): void {
    const before = this.#model;
    this.#model = model;
    if (this.#tray === null) return;
    if (model.icon !== before?.icon)
      this.#tray.setImage(loadIcon(this.#options.icons, model.icon, this.#shade));
    if (model.tooltip !== before?.tooltip) this.#tray.setToolTip(model.tooltip);
    this.#setMenu(this.#tray, model);
  }

  destroy(): void {
    nativeTheme.off('updated', this.#onTheme);
    this.hide();
  }

  #setMenu(tray: Tray, model: TrayModel): void {
    const text = JSON.stringify(model.menu);
    if (text === this.#menuText || this.#menuOpen) return;
    this.#menuText = text;
    const menu = Menu.buildFromTemplate(model.menu.map((entry) => this.#template(entry)));
    if (process.platform !== 'linux') this.#holdWhileOpen(menu);
    tray.setContextMenu(menu);
  }

  /** A menu must not change under the pointer. On Linux the panel draws it, and tells of its end unreliably. */
  #holdWhileOpen(menu: Menu): void {
    menu.on('menu-will-show', () => {
      this.#menuOpen = true;
    });
    menu.on('menu-will-close', () => {
      this.#menuOpen = false;
      if (this.#tray !== null && this.#model !== null) this.#setMenu(this.#tray, this.#model);
    });
  }

  #template(entry: MenuEntry): MenuItemConstructorOptions {
    if (entry.type === 'separator') return { type: 'separator' };
    // An ampersand would underline what follows it.
    const label = entry.label.replaceAll('&', '&&');
    if (entry.type === 'submenu') {
      return { label, submenu: entry.entries.map((inner) => this.#template(inner)) };
    }
    return { label, click: () => this.#options.act(entry.action) };
  }

  #follow(): void {
    const shade = shadeNow();
    if (shade === this.#shade) return;
    this.#shade = shade;
    if (this.#model !== null) this.#tray?.setImage(loadIcon(this.#options.icons, this.#model.icon, shade));
  }
}
