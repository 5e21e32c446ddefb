import { expect, test } from 'vitest';
import { realPath } from '../../../../main/desktop/installed/real-path.ts';

test('what lies in the archive is found beside it, all else where it is', () => {
  expect(realPath('/opt/Faultline/resources/app.asar/dist/icons/a.png')).toBe(
    '/opt/Faultline/resources/app.asar.unpacked/dist/icons/a.png',
  );
  expect(realPath('C:\\Faultline\\resources\\app.asar\\dist')).toBe(
    'C:\\Faultline\\resources\\app.asar.unpacked\\dist',
  );
  expect(realPath('/home/me/faultline/dist/icons')).toBe('/home/me/faultline/dist/icons');
  expect(realPath('/opt/resources/app.asar.unpacked/dist')).toBe('/opt/resources/app.asar.unpacked/dist');
  expect(realPath('/home/my-app.asar/x')).toBe('/home/my-app.asar/x');
});
