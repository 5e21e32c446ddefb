import { describe, expect, test } from 'vitest';
import { builderConfig, FUSES } from '../../../scripts/package/builder-config.mjs';

const STAGE = {
  app: '/stage/app',
  resources: '/stage/resources',
  linux: '/stage/linux',
  icons: '/stage/icons',
  version: '1.2.3',
};
const configOf = (mark: string, compression: 'small' | 'fast' = 'small') =>
  builderConfig({
    stage: STAGE,
    electron: { folder: '/electron', version: '45.0.0', mark },
    compression,
    output: '/out',
  });

describe('what electron-builder is told', () => {
  test('takes Electron and the packages as they were laid out: it fetches and collects nothing', async () => {
    const config = configOf('');
    expect(config).toMatchObject({ electronDist: '/electron', electronVersion: '45.0.0', publish: null });
    expect(config.directories).toEqual({ app: '/stage/app', output: '/out' });
    const { beforeBuild } = config;
    if (typeof beforeBuild !== 'function') throw new Error('there is no such hook');
    expect(await Reflect.apply(beforeBuild, undefined, [])).toBe(false);
  });

  test('an Electron that may not be shipped marks every name and the description', () => {
    const marked = configOf('-not-for-shipping');
    for (const name of [marked.artifactName, marked.deb?.artifactName])
      expect(name).toContain('-not-for-shipping.');
    expect(marked.linux?.description).toContain('NOT FOR SHIPPING');
    const official = JSON.stringify(configOf(''));
    expect(official).not.toMatch(/not.for.shipping/i);
  });

  test('the names leave their parts to electron-builder', () => {
    expect(configOf('').artifactName).toBe('faultline-$' + '{version}-$' + '{os}-$' + '{arch}.$' + '{ext}');
    expect(configOf('').deb?.artifactName).toBe('faultline_$' + '{version}_$' + '{arch}.$' + '{ext}');
  });

  test('nothing is a door into the app', () => {
    expect(FUSES).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
    });
    expect(configOf('').electronFuses).toBe(FUSES);
  });

  test('fast packages are larger ones', () => {
    expect(configOf('', 'fast')).toMatchObject({ compression: 'store', deb: { compression: 'zst' } });
    expect(configOf('', 'small')).toMatchObject({ compression: 'normal', deb: { compression: 'xz' } });
  });

  test('both package formats bring the command, the action and the data for software centres', () => {
    const { deb, rpm } = configOf('');
    expect(deb?.fpm).toEqual(rpm?.fpm);
    expect(deb?.fpm).toEqual([
      '--before-remove',
      '/stage/linux/before-remove.sh',
      '/stage/linux/command=/usr/bin/faultline',
      '/stage/linux/org.faultline.Faultline.metainfo.xml=/usr/share/metainfo/org.faultline.Faultline.metainfo.xml',
      '/stage/linux/org.faultline.helper.policy=/usr/share/polkit-1/actions/org.faultline.helper.policy',
      '/stage/linux/copyright=/usr/share/doc/faultline/copyright',
    ]);
    expect(deb?.depends).toContain('libcap2-bin');
    expect(rpm?.depends).toContain('libcap');
  });
});
