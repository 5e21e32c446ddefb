import { expect, test } from 'vitest';
import { noDisplay } from '../../../../main/desktop/installed/display.ts';

test('on Linux somebody must have a display', () => {
  expect(noDisplay('linux', { DISPLAY: ':0' })).toBeNull();
  expect(noDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeNull();
  expect(noDisplay('linux', { DISPLAY: '' })).toContain('"faultline monitor"');
  expect(noDisplay('linux', {})).toContain('no display');
  expect(noDisplay('darwin', {})).toBeNull();
});
