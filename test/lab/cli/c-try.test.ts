import { startLab } from '/work/main/test/lab/net/lab.ts';
import { allOpen, tunnelLine } from '/work/main/test/lab/net/paths/tunnel-line.ts';
import { LINE } from '/work/main/test/lab/net/topologies.ts';
import { faultline } from '/work/main/test/support/monitor-process.ts';
import { test } from 'vitest';
test('x', async () => {
  const lab = await startLab(tunnelLine(allOpen(6)));
  try {
    for (const args of [['trace','--reverse',LINE.server.ipv4,'--data','/tmp/c-data-'+process.pid], ['trace','--reverse',LINE.server.ipv4,'--json','--data','/tmp/c-data-'+process.pid],['trace','--from',LINE.router(4).ipv4,LINE.server.ipv4,'--data','/tmp/c-data-'+process.pid],['probe',LINE.server.ipv4,'--count','10','--data','/tmp/c-data-'+process.pid],['probe',LINE.server.ipv4,'--count','5','--json','--data','/tmp/c-data-'+process.pid]]) {
      const { code, stdout, stderr } = await lab.exec('pc', faultline(...args, '--allow-encapsulation','--numeric'), { timeoutMs: 60000 });
      console.log(code, args.join(' '), '\n', stdout.slice(0,3500), stderr);
    }
  } finally { await lab.stop(); }
});
