/** Why no window can be shown, with the way out; null: nothing speaks against it. Chromium itself would crash. */
export function noDisplay(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  if (platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY']) return null;
  return 'there is no display to show its icon on; "faultline monitor" needs none';
}
