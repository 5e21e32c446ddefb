import { describe, expect, test } from 'vitest';
import { parseStatus } from '../../../../helper/privilege/status.ts';

const TEXT = `Name:\tnode
Umask:\t0022
Uid:\t1000\t1001\t1002\t1003
Gid:\t5\t6\t7\t8
Groups:\t4 24 1000 
CapInh:\t0000000000000000
CapPrm:\t0000000000002001
CapEff:\t8000000000002000
CapBnd:\t000001ffffffffff
CapAmb:\t0000000000000000
Threads:\t11
`;

describe('/proc/self/status', () => {
  test('ids and capabilities by number', () => {
    expect(parseStatus(TEXT)).toEqual({
      uids: [1000, 1001, 1002, 1003],
      gids: [5, 6, 7, 8],
      groups: [4, 24, 1000],
      permitted: [0, 13],
      effective: [13, 63],
      ambient: [],
    });
  });

  test('no groups', () => {
    expect(parseStatus(TEXT.replace(/Groups:.*/, 'Groups:\t '))?.groups).toEqual([]);
  });

  test.each(['Uid', 'Gid', 'Groups', 'CapPrm', 'CapEff', 'CapAmb'])('without %s nothing is known', (name) => {
    expect(parseStatus(TEXT.replace(`${name}:`, 'Other:'))).toBeNull();
  });

  test.each([
    ['Uid:\t1000\t1001\t1002\t1003', 'Uid:\t1000\t1001\t1002'],
    ['Gid:\t5\t6\t7\t8', 'Gid:\t5\t6\t7\t-8'],
    ['CapEff:\t8000000000002000', 'CapEff:\t2000'],
    ['CapEff:\t8000000000002000', 'CapEff:\tzzzzzzzzzzzzzzzz'],
    [TEXT, ''],
  ])('%j as %j is not as expected', (from, to) => {
    expect(parseStatus(TEXT.replace(from, to))).toBeNull();
  });
});
