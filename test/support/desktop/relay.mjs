// Runs inside a network namespace and joins its loopback to a socket file, which reaches across namespaces:
// each connection names a port on its first line.
import { connect, createServer } from 'node:net';

const [path] = process.argv.slice(2);

const server = createServer((outer) => {
  outer.on('error', () => outer.destroy());
  outer.once('data', (first) => {
    const end = first.indexOf('\n');
    const inner = connect({ host: '127.0.0.1', port: Number(first.subarray(0, end).toString()) });
    inner.on('error', () => outer.destroy());
    outer.on('close', () => inner.destroy());
    inner.write(first.subarray(end + 1));
    outer.pipe(inner).pipe(outer);
  });
});
server.listen(path, () => process.stdout.write('ready\n'));
process.stdin.on('end', () => process.exit(0)).resume();
