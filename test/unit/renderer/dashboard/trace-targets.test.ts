import { describe, expect, test } from 'vitest';
import { ANOTHER, anchorTraces, targetItems } from '../../../../renderer/dashboard/traces/target-items.ts';

const TARGETS = {
  anchors: ['192.0.2.53', '2001:db8::53'],
  gateways: ['192.0.2.1'],
  recent: ['192.0.2.53', 'a.example', 'b.example', 'c.example', 'd.example', 'e.example'],
};

test('the menu: the router, the anchors, the last few, each once, and anybody else', () => {
  expect(targetItems(TARGETS).map(({ id }) => id)).toEqual([
    '192.0.2.1',
    '192.0.2.53',
    '2001:db8::53',
    'a.example',
    'b.example',
    'c.example',
    'd.example',
    ANOTHER,
  ]);
  expect(targetItems({ anchors: [], gateways: [], recent: [] }).map(({ id }) => id)).toEqual([ANOTHER]);
});

test('what an incident affects comes first, and says so', () => {
  const [first, second] = targetItems({ ...TARGETS, affected: ['2001:db8::53'] });
  expect(first).toEqual({ id: '2001:db8::53', title: '2001:db8::53', detail: 'Affected now' });
  expect(second?.id).toBe('192.0.2.1');
});

describe('an anchor of a chart is traced by the packets that measure it', () => {
  const anchors = [
    { kind: 'icmp4', address: '192.0.2.53' },
    { kind: 'tcp6', address: '2001:db8::53', port: 8443 },
    { kind: 'dns', address: '192.0.2.54', port: 53 },
  ] as const;

  test('ping', () => {
    expect(anchorTraces('icmp4', anchors, TARGETS)).toMatchObject([
      { host: '192.0.2.53', method: 'icmp', family: 4, port: null },
    ]);
  });

  test('TCP to its own port', () => {
    expect(anchorTraces('tcp6', anchors, TARGETS)).toMatchObject([
      { title: '[2001:db8::53]:8443', host: '2001:db8::53', method: 'tcp', family: 6, port: 8443 },
    ]);
  });

  test('a resolver as usual, and a router that is not set is the one in use', () => {
    expect(anchorTraces('dns', anchors, TARGETS)).toMatchObject([{ method: 'auto', port: null }]);
    expect(anchorTraces('gateway', anchors, TARGETS)).toMatchObject([{ host: '192.0.2.1', method: 'auto' }]);
    expect(anchorTraces('tcp4', anchors, TARGETS)).toEqual([]);
  });
});
