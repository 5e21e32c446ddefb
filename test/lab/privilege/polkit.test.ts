import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseStatus } from '../../../helper/privilege/status.ts';
import type { Person, PolkitAgent } from '../../support/polkit/agent.ts';
import { TESTER } from '../../support/polkit/tester.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { HOME } from '../net/topologies.ts';
import { type AskingScene, startAskingScene } from './support/asking-scene.ts';
import { installHelper } from './support/installed-helper.ts';
import type { User } from './support/user.ts';

const OWN_ACTION = 'org.faultline.helper.run';
const OWN_MESSAGE =
  'Faultline wants to send test packets, to measure your connection and to find where it breaks.';

let scene: AskingScene;
let lab: AskingScene['lab'];
let helper: AskingScene['helper'];
let polkit: AskingScene['polkit'];
beforeAll(async () => {
  scene = await startAskingScene();
  ({ lab, helper, polkit } = scene);
}, 300_000);
afterAll(() => scene?.stop());

let user: User;
/** How many questions there were before this test. */
let before = 0;
const asked = () => polkit.asked().slice(before);

beforeEach(() => {
  before = polkit.asked().length;
  polkit.decide('ask');
  user = scene.user('pkexec');
});
afterEach(() => user.end());

const agentWho = (person: Person): Promise<PolkitAgent> => scene.agent(user, person);

const statusOf = (pid: number) => parseStatus(readFileSync(`/proc/${pid}/status`, 'latin1'));

async function expectRuns(): Promise<void> {
  const said = await user.next();
  expect(said).toMatchObject({
    started: true,
    way: 'pkexec',
    hello: { privilege: { uid: TESTER.uid, gid: 65534, dropped: true, capabilities: [] } },
  });
  if (!('hello' in said)) throw new Error('no hello');
  expect(statusOf(said.hello.pid)).toEqual({
    uids: Array(4).fill(TESTER.uid),
    gids: Array(4).fill(65534),
    groups: [],
    permitted: [],
    effective: [],
    ambient: [],
  });
  expect(await user.answer(`ping ${HOME.anchors4[0]}`)).toEqual({ outcome: 'reply' });
  expect(await user.answer(`ping ${HOME.anchors6[0]}`)).toEqual({ outcome: 'reply' });
  expect(await user.answer('close')).toEqual({ closed: true });
}

describe('the action', () => {
  test('is one that polkitd has read, with an administrator`s password wherever it is asked from', async () => {
    const run = await lab.exec('pc', ['pkaction', '--verbose', '--action-id', OWN_ACTION]);
    const fields = Object.fromEntries(
      run.stdout.split('\n').flatMap((line) => {
        const [, name, value] = /^ {2}([a-z ]+): +(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value]];
      }),
    );
    expect(fields).toEqual({
      description: 'Send test packets for Faultline',
      message: OWN_MESSAGE,
      vendor: 'Faultline',
      icon: 'faultline',
      'implicit any': 'auth_admin',
      'implicit inactive': 'auth_admin',
      'implicit active': 'auth_admin_keep',
      annotation: `org.freedesktop.policykit.exec.path -> ${helper.program}`,
    });
  });

  test('is the one that is asked for, and only that', async () => {
    polkit.decide('yes');
    user.tell('ask');
    await expectRuns();
    expect(asked()).toEqual([
      {
        action: OWN_ACTION,
        user: TESTER.name,
        program: helper.program,
        commandLine: helper.program,
        decision: 'yes',
      },
    ]);
  });

  test('is not asked for when nobody wanted it: the start says so, and how it can be had', async () => {
    polkit.decide('yes');
    expect(await user.answer('start')).toEqual({
      started: false,
      code: 'no-privilege',
      reason: expect.stringMatching(/let Faultline ask for it/),
    });
    expect(asked()).toEqual([]);
  });
});

describe('a rule that refuses', () => {
  test('is an answer; nothing is tried again by itself, and all is well when it is asked for later', async () => {
    polkit.decide('no');
    expect(await user.answer('ask')).toEqual({
      started: false,
      code: 'declined',
      reason: expect.stringMatching(/this system did not let the right .* be given/),
    });
    expect(asked()).toHaveLength(1);
    expect(await user.answer('start')).toMatchObject({ started: false });
    expect(asked()).toHaveLength(1);
    polkit.decide('yes');
    user.tell('ask');
    await expectRuns();
  });
});

describe('a person at the password window', () => {
  test('reads our words, and the right password starts the helper', async () => {
    const agent = await agentWho({ does: 'types', password: TESTER.password });
    user.tell('ask');
    await expectRuns();
    expect(agent.questions).toEqual([
      expect.objectContaining({ action: OWN_ACTION, message: OWN_MESSAGE, icon: 'faultline' }),
    ]);
    agent.close();
  });

  test('who types a wrong one is told in words, and can try again', async () => {
    const agent = await agentWho({ does: 'types', password: 'battery staple' });
    expect(await user.answer('ask')).toMatchObject({ started: false, code: 'declined' });
    agent.become({ does: 'types', password: TESTER.password });
    user.tell('ask');
    await expectRuns();
    expect(agent.questions).toHaveLength(2);
    agent.close();
  });

  test('who closes it has said no', async () => {
    const agent = await agentWho({ does: 'closes-it' });
    expect(await user.answer('ask')).toEqual({
      started: false,
      code: 'declined',
      reason: expect.stringMatching(/was not given; it is tried again when you ask for it/),
    });
    expect(agent.questions).toHaveLength(1);
    agent.close();
  });

  test('who never answers: the question is taken back when it is no longer wanted', async () => {
    const agent = await agentWho({ does: 'nothing' });
    user.tell('ask');
    await agent.asked(1);
    user.tell('give-up');
    expect(await user.next()).toMatchObject({ started: false });
    await agent.takenBack;
    agent.close();
  });

  test('who isn`t there: it is said that nobody could be asked', async () => {
    expect(await user.answer('ask')).toEqual({
      started: false,
      code: 'declined',
      reason: expect.stringMatching(/could not ask you/),
    });
    expect(asked()).toMatchObject([{ action: OWN_ACTION, decision: 'ask' }]);
  });
});

describe('another program', () => {
  test('a helper somewhere else is asked for in pkexec`s general words', async () => {
    const other = await installHelper();
    const stranger = scene.user('pkexec', other);
    const agent = await scene.agent(stranger, { does: 'closes-it' });
    expect(await stranger.answer('ask')).toMatchObject({ started: false, code: 'declined' });
    expect(asked()).toMatchObject([{ action: 'org.freedesktop.policykit.exec', program: other.program }]);
    expect(agent.questions[0]?.message).toContain(other.program);
    agent.close();
    await stranger.end();
    other.remove();
  });

  test('one that others can write is never asked for', async () => {
    polkit.decide('yes');
    chmodSync(helper.program, 0o777);
    try {
      expect(await user.answer('ask')).toEqual({
        started: false,
        code: 'distrusted',
        reason: expect.stringContaining(helper.program),
      });
      expect(await user.answer('look')).toMatchObject({
        look: { distrust: expect.stringMatching(/Everybody could .*chmod go-w/) },
      });
    } finally {
      chmodSync(helper.program, 0o755);
    }
    expect(asked()).toEqual([]);
  });
});

/** Leaves a file behind wherever it is loaded. */
function library(folder: string, marker: string): string {
  const file = join(folder, 'load-me.so');
  const code = `#include <cstdio>
__attribute__((constructor)) static void mark() { std::fclose(std::fopen(${JSON.stringify(marker)}, "w")); }`;
  execFileSync('g++', ['-shared', '-fPIC', '-x', 'c++', '-', '-o', file], { input: code });
  chmodSync(file, 0o755);
  return file;
}

describe('what the user`s surroundings hold', () => {
  test('steers no helper that was given rights: no flag, no library', async () => {
    polkit.decide('yes');
    const folder = temporaryFolder();
    const flagged = join(folder, 'flagged');
    const loaded = join(folder, 'loaded');
    const script = join(folder, 'load-me.cjs');
    writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(flagged)}, '');`);
    const hostile = ['env', `NODE_OPTIONS=--require=${script}`, `LD_PRELOAD=${library(folder, loaded)}`];
    const run = (...command: readonly string[]) => lab.exec('pc', polkit.asTester([...hostile, ...command]));

    expect(await run('/usr/bin/pkexec', '--disable-internal-agent', helper.program)).toMatchObject({
      code: 0,
    });
    expect([existsSync(flagged), existsSync(loaded)]).toEqual([false, false]);

    expect(await run(process.execPath, '-e', '0')).toMatchObject({ code: 0 });
    expect([existsSync(flagged), existsSync(loaded)]).toEqual([true, true]);
  });
});

describe('without polkit', () => {
  test('it is said that nobody could be asked', async () => {
    await polkit.stop();
    expect(await user.answer('ask')).toEqual({
      started: false,
      code: 'declined',
      reason: expect.stringMatching(/could not ask you; it is tried again when you ask for it/),
    });
  });
});
