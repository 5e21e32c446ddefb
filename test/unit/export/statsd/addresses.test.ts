import { describe, expect, test } from 'vitest';
import {
  type Address,
  Addresses,
  type Lookup,
  systemLookup,
} from '../../../../main/export/statsd/transport/addresses.ts';

const v4 = (address: string): Address => ({ address, family: 4 });
const coded = (code: string): Error => Object.assign(new Error(code), { code });

/** Gives one answer after the other; the last for ever. */
function scripted(...answers: readonly (readonly Address[] | Error)[]): { lookup: Lookup; asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = async (host) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(host);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { lookup, asked };
}

describe('addresses of a host', () => {
  test.each([
    ['192.0.2.1', 4],
    ['2001:db8::1', 6],
  ] as const)('a literal one is never looked up: %s', async (address, family) => {
    const { lookup, asked } = scripted(coded('EAI_AGAIN'));
    const addresses = new Addresses(address, lookup);
    addresses.failed();
    addresses.renew();
    expect(await addresses.current()).toEqual({ address, family });
    expect(asked).toEqual([]);
  });

  test('a name is looked up once, until all its addresses have failed', async () => {
    const { lookup, asked } = scripted([v4('192.0.2.1'), v4('192.0.2.2')], [v4('192.0.2.3')]);
    const addresses = new Addresses('statsd.example', lookup);
    expect(await addresses.current()).toEqual(v4('192.0.2.1'));
    expect(await addresses.current()).toEqual(v4('192.0.2.1'));
    addresses.failed();
    expect(await addresses.current()).toEqual(v4('192.0.2.2'));
    expect(asked).toHaveLength(1);
    addresses.failed();
    expect(await addresses.current()).toEqual(v4('192.0.2.3'));
    expect(asked).toHaveLength(2);
  });

  test('renewed, it stays with the address in use as long as that is one of the name', async () => {
    const { lookup } = scripted([v4('192.0.2.1'), v4('192.0.2.2')], [v4('192.0.2.2'), v4('192.0.2.1')]);
    const addresses = new Addresses('statsd.example', lookup);
    await addresses.current();
    addresses.renew();
    expect(await addresses.current()).toEqual(v4('192.0.2.1'));
  });

  test('a resolver that is away leaves what was known', async () => {
    const { lookup, asked } = scripted([v4('192.0.2.1')], coded('EAI_AGAIN'), [v4('192.0.2.9')]);
    const addresses = new Addresses('statsd.example', lookup);
    await addresses.current();
    addresses.renew();
    expect(await addresses.current()).toEqual(v4('192.0.2.1'));
    expect(await addresses.current()).toEqual(v4('192.0.2.9'));
    expect(asked).toHaveLength(3);
  });

  test('nothing known and nothing found: the reason, again and again', async () => {
    const { lookup } = scripted(coded('ENOTFOUND'));
    const addresses = new Addresses('statsd.example', lookup);
    await expect(addresses.current()).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(addresses.current()).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  test('a resolver that hangs is asked once at a time, and waited for only so long', async () => {
    let asked = 0;
    let answer: (found: readonly Address[]) => void = () => {};
    const lookup: Lookup = () => {
      asked += 1;
      return new Promise((resolve) => {
        answer = resolve;
      });
    };
    const addresses = new Addresses('statsd.example', lookup, 5);
    await expect(addresses.current()).rejects.toMatchObject({ code: 'ETIMEOUT' });
    await expect(addresses.current()).rejects.toMatchObject({ code: 'ETIMEOUT' });
    expect(asked).toBe(1);
    answer([v4('192.0.2.1')]);
    expect(await addresses.current()).toEqual(v4('192.0.2.1'));
  });

  test("the system's resolver gives IPv4 first", async () => {
    const found = await systemLookup('localhost');
    expect(found[0]).toEqual(v4('127.0.0.1'));
    await expect(systemLookup('name.invalid')).rejects.toMatchObject({ code: expect.any(String) });
  });
});
