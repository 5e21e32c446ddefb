import { readFileSync } from 'node:fs';
import { TRAY_STATES, type TrayState } from '../../../../main/contract/app-state.ts';
import { forPanel } from '../../../../scripts/icons/variants.mjs';
import { renderIcon } from '../../../../scripts/icons.mjs';
import type { TrayItem } from '../../../support/dbus/tray-item.ts';

interface Drawing {
  readonly state: TrayState;
  readonly alpha: Uint8Array;
}

const drawings = new Map<number, Promise<readonly Drawing[]>>();

async function draw(state: TrayState, width: number): Promise<Drawing> {
  const svg = readFileSync(new URL(`../../../../assets/tray/${state}.svg`, import.meta.url), 'utf8');
  const { pixels } = await renderIcon(forPanel(svg, 'dark'), width);
  return { state, alpha: pixels.filter((_, index) => index % 4 === 3) };
}

function drawingsOf(width: number): Promise<readonly Drawing[]> {
  const drawn = drawings.get(width) ?? Promise.all(TRAY_STATES.map((state) => draw(state, width)));
  drawings.set(width, drawn);
  return drawn;
}

/** Which state's glyph the panel was given. By its shape: the colours reach a panel in another form. */
export async function pictured(item: TrayItem): Promise<TrayState | 'none of ours'> {
  const [pixmap] = await item.pixmaps();
  const given = Buffer.from(pixmap?.bytes.filter((_, index) => index % 4 === 0) ?? []);
  const known = await drawingsOf(pixmap?.width ?? 1);
  return known.find(({ alpha }) => given.equals(alpha))?.state ?? 'none of ours';
}

/** All that the panel shows of it without a click. */
export const trayIn = async (
  item: TrayItem,
): Promise<{ readonly icon: string; readonly tooltip: string }> => ({
  icon: await pictured(item),
  tooltip: await item.tooltip(),
});
