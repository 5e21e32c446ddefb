// Which pictures each system wants, and what becomes of a drawing's colours for it.

/** The states of main/contract/app-state.ts; a test compares them. */
export const STATES = ['good', 'degraded', 'outage', 'paused', 'starting', 'no-helper'];

/** Linux panels ask for 16, 22, 24, 32, 48; Windows for 16, 20, 24, 32, 40, 48 by its scale. */
export const PANEL_SIZES = [16, 20, 22, 24, 32, 40, 48];

/** The menu bar of macOS, in points; each with its double for dense screens. */
export const TEMPLATE_SIZES = [16, 18];

export const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** @typedef {'light' | 'dark'} Panel the shade of what the icon stands on */

/** @type {Readonly<Record<Panel, { line: string, badges: Readonly<Record<string, string>> }>>} */
const PANELS = {
  dark: { line: '#f4f5f7', badges: {} },
  // Amber and green as they are drawn are too pale on white.
  light: { line: '#1c2128', badges: { '#e69f00': '#a56d00', '#009e73': '#007a59', '#d55e00': '#c24f00' } },
};

/** The drawing for a panel of this shade. @param {string} svg @param {Panel} panel */
export function forPanel(svg, panel) {
  const { line, badges } = PANELS[panel];
  const coloured = svg.replace('<svg ', `<svg color="${line}" `);
  return coloured.replace(/#[0-9a-f]{6}\b/gi, (colour) => badges[colour.toLowerCase()] ?? colour);
}

/**
 * Black and alpha alone, as template images are: the system paints them. What stands out by colour only, a `mark`
 * on its badge, is cut out instead.
 * @param {string} svg
 */
export function forTemplate(svg) {
  const black = svg.replace('<svg ', '<svg color="#000" ').replace(/fill="#[^"]*"/g, 'fill="#000"');
  const lines = black.replace(/stroke="#[^"]*"/g, 'stroke="#000"');
  const mark = /<path class="mark"[^>]*\/>/.exec(lines)?.[0];
  if (mark === undefined) return lines;
  const cut = `<mask id="cut"><rect width="16" height="16" fill="#fff"/>${mark}</mask><g mask="url(#cut)">`;
  return lines.replace(mark, '').replace('</title>', `</title>${cut}`).replace('</svg>', '</g></svg>');
}

/**
 * Every picture, by its file name.
 * @param {(name: string) => string} drawing the SVG of `tray/good`, `icon` and so on
 * @returns {{ file: string, svg: string, size: number }[]}
 */
export function pictures(drawing) {
  const tray = STATES.flatMap((state) => {
    const svg = drawing(`tray/${state}`);
    const panels = /** @type {Panel[]} */ (['light', 'dark']).flatMap((panel) =>
      PANEL_SIZES.map((size) => ({
        file: `tray-${state}-${panel}-${size}.png`,
        svg: forPanel(svg, panel),
        size,
      })),
    );
    const templates = TEMPLATE_SIZES.flatMap((size) => [
      { file: `tray-${state}-${size}Template.png`, svg: forTemplate(svg), size },
      { file: `tray-${state}-${size}Template@2x.png`, svg: forTemplate(svg), size: size * 2 },
    ]);
    return [...panels, ...templates];
  });
  return [...tray, ...APP_SIZES.map((size) => ({ file: `app-${size}.png`, svg: drawing('icon'), size }))];
}
