import type { TrayState } from '../../contract/app-state.ts';
import type { PanelShade } from './panel-shade.ts';

/** One picture of an icon; `scale` is that of the screens it is for. */
export interface IconFile {
  readonly name: string;
  readonly scale: number;
}

/** Sizes in pixels by the scale of the screen. Linux panels scale one picture themselves: 24 suits most. */
const LINUX: readonly (readonly [scale: number, size: number])[] = [
  [1, 24],
  [2, 48],
];
const WINDOWS: readonly (readonly [scale: number, size: number])[] = [
  [1, 16],
  [1.25, 20],
  [1.5, 24],
  [2, 32],
  [2.5, 40],
  [3, 48],
];

/** The files under `dist/icons` that make the tray's icon. macOS finds the dense one beside the first by its name. */
export function trayIconFiles(
  state: TrayState,
  shade: PanelShade,
  platform: NodeJS.Platform,
): readonly [IconFile, ...IconFile[]] {
  if (platform === 'darwin') return [{ name: `tray-${state}-18Template.png`, scale: 1 }];
  const [[scale, size] = [1, 24], ...others] = platform === 'win32' ? WINDOWS : LINUX;
  const file = (scale: number, size: number): IconFile => ({
    name: `tray-${state}-${shade}-${size}.png`,
    scale,
  });
  return [file(scale, size), ...others.map(([scale, size]) => file(scale, size))];
}
