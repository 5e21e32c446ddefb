import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VERSION } from '../../../main/cli/version.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { builtPackages } from '../../support/package/built-packages.ts';
import { APP, HELPER, install, PROGRAM, stateOf, uninstall } from '../../support/root/deb.ts';
import { type Person, startThrowAwayRoot, type ThrowAwayRoot } from '../../support/root/throw-away-root.ts';
import { capabilitiesIn, changesBetween, type FileList, filesIn } from '../../support/root/what-is-there.ts';

const DATA = '/home/ada/.local/share/faultline';

let lab: HomeLab;
let root: ThrowAwayRoot;
let ada: Person;
let deb: string;
let before: FileList;
let capabilities: Readonly<Record<string, string>>;

beforeAll(async () => {
  [lab, { deb }] = await Promise.all([startHome(), builtPackages()]);
  root = await startThrowAwayRoot(lab, [dirname(deb)]);
  ada = await root.addPerson('ada');
  before = await filesIn(root);
  capabilities = await capabilitiesIn(root);
}, 240_000);
afterAll(async () => {
  await root.stop();
  await lab.stop();
});

const anchor = (): string => lab.anchors[0]?.address ?? '';

async function json(...command: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { code, stdout, stderr } = await root.exec([PROGRAM, ...command, '--json'], { as: ada });
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

const pinged = (): Promise<Readonly<Record<string, unknown>>> =>
  json('ping', anchor(), '--count', '2', '--interval', '200');

/** Where it puts files, beside the package manager's own books; what others make of all that is there. */
const OWN = [
  /^\/opt\/Faultline(\/|$)/,
  /^\/usr\/bin\/faultline$/,
  /^\/usr\/share\/applications\/faultline\.desktop$/,
  /^\/usr\/share\/doc\/faultline(\/|$)/,
  /^\/usr\/share\/icons\/hicolor\/\d+x\d+\/apps\/faultline\.png$/,
  /^\/usr\/share\/metainfo\/org\.faultline\.Faultline\.metainfo\.xml$/,
  /^\/usr\/share\/polkit-1\/actions\/org\.faultline\.helper\.policy$/,
  /^\/var\/lib\/dpkg\/info\/faultline\./,
  /^\/etc\/apparmor\.d\/faultline$/,
];
const MADE_OF_ALL = ['/usr/share/icons/hicolor/icon-theme.cache', '/usr/share/applications/mimeinfo.cache'];

describe('installed', () => {
  test('it goes in without a question and without a complaint', async () => {
    const said = await install(root, deb);
    expect(said).not.toMatch(/faultline: |warning|error/i);
    expect(await stateOf(root)).toBe(`ii ${VERSION}`);
    // Every file is as the package has it.
    expect((await root.exec(['dpkg', '--verify', 'faultline'])).stdout).toBe('');
  });

  test('nothing else changes, and nobody but root can change anything of it', async () => {
    const changes = changesBetween(before, await filesIn(root));
    const foreign = Object.keys(changes).filter((path) => !OWN.some((own) => own.test(path)));
    expect(foreign.filter((path) => !MADE_OF_ALL.includes(path))).toEqual([]);
    const now = Object.entries(changes).flatMap(([path, [, is]]) => (is === null ? [] : [{ path, is }]));
    expect(now.length).toBeGreaterThan(50);
    const wrong = now.filter(({ is }) => !/^(l 777|[df] (755|644)) 0:0/.test(is));
    expect(wrong.filter(({ path }) => path !== `${APP}/chrome-sandbox`)).toEqual([]);
  });

  test('the helper has the one right that it needs, and nothing else got any', async () => {
    const now = await capabilitiesIn(root);
    expect(now).toEqual({ ...capabilities, [HELPER]: 'cap_net_raw=ep' });
  });

  test('the polkit action is for the helper where it is', async () => {
    const actions = await root.must(['cat', '/usr/share/polkit-1/actions/org.faultline.helper.policy']);
    expect(actions).toContain(`>${HELPER}<`);
  });

  test('an ordinary user pings and traces by it', async () => {
    expect((await root.must([PROGRAM, '--version'], { as: ada })).trim()).toBe(VERSION);
    expect(await pinged()).toMatchObject({ sent: 2, received: 2, mode: 'helper' });
    expect(await json('trace', anchor())).toMatchObject({ reached: true });
  });

  test('an ordinary user changes nothing of it, and a copy of the helper has no rights', async () => {
    const refusals = await Promise.all(
      [
        ['cp', '/usr/bin/true', HELPER],
        ['mv', HELPER, `${HELPER}.old`],
        ['sh', '-c', `echo 1 >> ${APP}/resources/helper/raw.node`],
        ['touch', `${APP}/resources/helper/other`],
        ['mv', APP, '/opt/elsewhere'],
        ['ln', '-sf', '/usr/bin/true', PROGRAM],
        ['setcap', 'cap_net_raw,cap_sys_admin+ep', HELPER],
      ].map((command) => root.exec(command, { as: ada })),
    );
    expect(refusals.map(({ code }) => code === 0)).toEqual(refusals.map(() => false));
    expect((await root.exec(['dpkg', '--verify', 'faultline'])).stdout).toBe('');

    await root.must(['cp', '-r', `${APP}/resources/helper`, `${ada.home}/copy`], { as: ada });
    const copy = await root.must([`${ada.home}/copy/faultline-helper`], { as: ada, input: '' }).catch(String);
    expect(copy).toContain('no-privilege');
    await root.must(['rm', '-r', `${ada.home}/copy`]);
  });
});

describe('removed', () => {
  test('what the user has measured and set stays, and everything else goes', async () => {
    const config = `${ada.home}/.config/faultline/config.json`;
    await root.must(['mkdir', '-p', dirname(config)], { as: ada });
    const text = JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl });
    await root.must(['tee', config], { as: ada, input: text });
    await root.must([PROGRAM, 'monitor', '--json', '--duration', '3'], { as: ada });

    expect(await uninstall(root, 'remove')).not.toMatch(/error/i);
    await uninstall(root, 'purge');
    expect(await stateOf(root)).toMatch(/^(un ?)?$/);
    const left = Object.keys(changesBetween(before, await filesIn(root)));
    const homes = left.filter((path) => path.startsWith(`${ada.home}`));
    expect(left.filter((path) => !homes.includes(path))).toEqual([]);
    expect(homes).toEqual(expect.arrayContaining([config, `${DATA}/history.sqlite`]));
    expect(await root.must(['cat', config])).toBe(text);
    expect(await capabilitiesIn(root)).toEqual(capabilities);
  });

  test('installed again it goes on with it', async () => {
    await install(root, deb);
    const history = await json('history', '--from', '-1h');
    expect(JSON.stringify(history['series'])).toMatch(/"sent":[1-9]/);
    expect(await pinged()).toMatchObject({ received: 2, mode: 'helper' });
    await uninstall(root, 'purge');
  });
});

describe('where files can have no capabilities', () => {
  test('it is installed all the same, says so, and measures through the system', async () => {
    // A file system without extended attributes.
    await root.must(['mkdir', APP]);
    await root.must(['mount', '-t', 'ramfs', '-o', 'mode=0755', 'none', APP]);
    const said = await root.exec(['apt-get', 'install', '-y', '--no-install-recommends', '-q', deb], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    expect(said.code).toBe(0);
    expect(said.stderr + said.stdout).toContain("faultline: the helper can't be given its right here");
    expect(await stateOf(root)).toBe(`ii ${VERSION}`);
    expect(await capabilitiesIn(root)).toEqual(capabilities);

    expect(await pinged()).toMatchObject({ received: 2, mode: 'ping' });
    const doctor = await json('doctor');
    expect(doctor).toMatchObject({ canMonitor: true, icmp: 'ping' });
    const way = expect.objectContaining({ id: 'way-file-capability', state: 'limited' });
    expect(doctor['checks']).toContainEqual(way);
    expect(JSON.stringify(doctor['checks'])).toContain(`setcap cap_net_raw+ep ${HELPER}`);
    await root.must(['umount', '-l', APP]);
  });
});
