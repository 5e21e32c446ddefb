import { chmodSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parseStatus } from '../../../../helper/privilege/status.ts';
import type { Person, PolkitAgent } from '../../../support/polkit/agent.ts';
import { TESTER } from '../../../support/polkit/tester.ts';
import { HOME } from '../../net/topologies.ts';
import { type AskingScene, startAskingScene } from '../../privilege/support/asking-scene.ts';
import type { User } from '../../privilege/support/user.ts';

/** Generous: it only bounds a test that would wait for ever. */
const DEADLINE_MS = 30_000;

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
let before = 0;
const asked = () => polkit.asked().slice(before);
const userOf = (program: string): User => scene.user('sudo-prompt', { program, addon: helper.addon });

beforeEach(() => {
  before = polkit.asked().length;
  polkit.decide('ask');
  user = userOf(helper.program);
});
afterEach(() => user.end());

const agentWho = (person: Person): Promise<PolkitAgent> => scene.agent(user, person);

const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};

/** Whatever still runs with a channel of the tester's on its command line. */
const processes = (): { pid: number; words: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), words: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ') }))
    .filter(({ words }) => words.includes(`faultline-channel-`) && words.includes(`${TESTER.uid}`));

const folders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => {
    if (!name.startsWith('faultline-channel-')) return false;
    return lstatSync(join(tmpdir(), name), { throwIfNoEntry: false })?.uid === TESTER.uid;
  });

/** Waits, since the end of others is nobody's to tell. */
async function until(what: string, holds: () => boolean): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!holds()) {
    if (performance.now() > deadline)
      throw new Error(`waited in vain until ${what}: ${JSON.stringify(processes())}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const nothingIsLeft = (): Promise<void> =>
  until('nothing is left', () => processes().length === 0 && folders().length === 0);

async function expectRuns(): Promise<number> {
  const said = await user.next();
  expect(said).toMatchObject({
    started: true,
    way: 'sudo-prompt',
    hello: { privilege: { uid: TESTER.uid, gid: 65_534, dropped: true, capabilities: [] } },
  });
  if (!('hello' in said)) throw new Error('no hello');
  expect(await user.answer(`ping ${HOME.anchors4[0]}`)).toEqual({ outcome: 'reply' });
  expect(await user.answer(`ping ${HOME.anchors6[0]}`)).toEqual({ outcome: 'reply' });
  return said.hello.pid;
}

async function expectRunsAndEnds(): Promise<void> {
  await expectRuns();
  expect(await user.answer('close')).toEqual({ closed: true });
  await nothingIsLeft();
}

describe('a rule that allows', () => {
  test('the helper runs as its user with no right left, and nothing of the channel is left', async () => {
    polkit.decide('yes');
    user.tell('ask');
    const pid = await expectRuns();
    expect(parseStatus(readFileSync(`/proc/${pid}/status`, 'latin1'))).toEqual({
      uids: Array(4).fill(TESTER.uid),
      gids: Array(4).fill(65_534),
      groups: [],
      permitted: [],
      effective: [],
      ambient: [],
    });
    expect(folders()).toEqual([]);
    // No shell of root's waits for it.
    const rootOnes = processes().filter((one) => statSync(`/proc/${one.pid}`).uid === 0 && one.pid !== pid);
    expect(rootOnes).toEqual([]);
    expect(asked()).toEqual([
      {
        action: 'org.freedesktop.policykit.exec',
        user: TESTER.name,
        program: '/bin/bash',
        commandLine: expect.stringMatching(
          /^\/bin\/bash -c .*exec '\/.*\/faultline-helper' '--channel' '\/.*\/faultline-channel-\w{6}' '--uid' '12345'(?! *'--)/,
        ),
        decision: 'yes',
      },
    ]);
    expect(await user.answer('close')).toEqual({ closed: true });
    await nothingIsLeft();
  });

  test('nobody is asked for a start that nobody wanted', async () => {
    polkit.decide('yes');
    expect(await user.answer('start')).toMatchObject({ started: false, code: 'no-privilege' });
    expect(asked()).toEqual([]);
    await nothingIsLeft();
  });

  test('a client that is killed takes its helper with it', async () => {
    polkit.decide('yes');
    user.tell('ask');
    await expectRuns();
    process.kill(user.pid, 'SIGKILL');
    await nothingIsLeft();
  });
});

describe('a question that is answered with no by the system', () => {
  test('by its rule', async () => {
    polkit.decide('no');
    expect(await user.answer('ask')).toEqual({
      started: false,
      code: 'declined',
      reason: 'the right to open raw sockets was not given; it is tried again when you ask for it',
    });
    await nothingIsLeft();
    expect(asked()).toHaveLength(1);
    polkit.decide('yes');
    user.tell('ask');
    await expectRunsAndEnds();
  });

  test('because there is no window that could ask a person', async () => {
    expect(await user.answer('ask')).toEqual({
      started: false,
      code: 'declined',
      reason: expect.stringMatching(/^nothing on this desktop could ask you/),
    });
    await nothingIsLeft();
  });
});

/**
 * A password window is registered here for one process, and asked for what pkexec's parent wants. That is the shell that
 * sudo-prompt starts, unless the shell becomes pkexec, as bash does.
 */
describe('a person at the password window', () => {
  beforeAll(async () => {
    const { code, stderr } = await lab.exec('pc', ['mount', '--bind', '/bin/bash', '/bin/sh']);
    if (code !== 0) throw new Error(stderr);
  });

  test('who types a wrong password has said no; the right one is as good as ever', async () => {
    const agent = await agentWho({ does: 'types', password: 'battery staple' });
    expect(await user.answer('ask')).toMatchObject({ started: false, code: 'declined' });
    await nothingIsLeft();
    agent.become({ does: 'types', password: TESTER.password });
    user.tell('ask');
    await expectRunsAndEnds();
    expect(agent.questions).toHaveLength(2);
    agent.close();
  });

  test('who closes it has said no', async () => {
    const agent = await agentWho({ does: 'closes-it' });
    expect(await user.answer('ask')).toMatchObject({
      started: false,
      code: 'declined',
      reason: expect.stringMatching(/was not given/),
    });
    await nothingIsLeft();
    agent.close();
  });

  test('who never answers: the question is taken back when it is no longer wanted', async () => {
    const agent = await agentWho({ does: 'nothing' });
    user.tell('ask');
    await agent.asked(1);
    user.tell('give-up');
    expect(await user.next()).toEqual({
      started: false,
      code: 'failed',
      reason: 'the helper did not start: it was not waited for',
    });
    await nothingIsLeft();
    await agent.takenBack;
    agent.close();
  });

  test('whose window is killed: said as a no, with nothing left behind', async () => {
    const agent = await agentWho({ does: 'nothing' });
    user.tell('ask');
    await agent.asked(1);
    const prompts = processes().filter(({ words }) => words.startsWith('/usr/bin/pkexec'));
    expect(prompts).toHaveLength(1);
    for (const { pid } of prompts) process.kill(pid, 'SIGKILL');
    expect(await user.next()).toMatchObject({ started: false, code: 'declined' });
    await nothingIsLeft();
    agent.close();
  });

  test('is asked no longer when the client was killed', async () => {
    const agent = await agentWho({ does: 'nothing' });
    user.tell('ask');
    await agent.asked(1);
    process.kill(user.pid, 'SIGKILL');
    await until('no process is left', () => processes().length === 0);
    // A killed client can't clean up; what it left is of no use to anybody, and swept by the next one in time.
    const [left = ''] = folders();
    expect(folders()).toHaveLength(1);
    expect(statSync(join(tmpdir(), left)).mode & 0o777).toBe(0o700);
    agent.close();
    rmSync(join(tmpdir(), left), { recursive: true });
  });
});

describe('a helper that does not come although it may', () => {
  const script = (text: string): string => {
    const file = join(helper.folder, 'broken-helper');
    writeFileSync(file, `#!/bin/sh\n${text}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  test.each([
    ['exits', 'echo "no such library" >&2; exit 5', 'it exited with code 5 (no such library)'],
    ['exits without a word', 'exit 0', 'it exited with code 0'],
    [
      'says why it can not',
      `echo '{"event":"fatal","code":"drop-failed","message":"setuid failed"}'; exit 3`,
      'setuid failed',
    ],
    [
      'has no right after all',
      `echo '{"event":"fatal","code":"no-privilege","message":"EPERM"}'; exit 3`,
      'it was given no right to open raw sockets although the question was answered with yes',
    ],
  ])('%s: that is the reason', async (_, text, reason) => {
    polkit.decide('yes');
    const other = userOf(script(text));
    expect(await other.answer('ask')).toEqual({
      started: false,
      code: 'failed',
      reason: `the helper did not start: ${reason}`,
    });
    await nothingIsLeft();
    await other.end();
  });
});
