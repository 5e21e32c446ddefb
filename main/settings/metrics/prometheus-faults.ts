import { isAbsolute } from 'node:path';
import type { PrometheusConfig } from '../../domain/model/metrics-config.ts';
import { parseLiteral } from '../check-anchors.ts';
import type { Fault } from './fault.ts';
import { ownTokenFault } from './secret-faults.ts';

type Checked = Omit<PrometheusConfig, 'enabled' | 'port'>;

/** Nobody listens there. */
const NOT_OWN = ['broadcast', 'multicast', 'ipv4Mapped'];

const MAX_PATH_LENGTH = 4096;

const inBoth = (field: keyof Checked, text: string): Fault => ({
  path: [field],
  message: `"metrics.prometheus.${field}" ${text}`,
  formMessage: `this ${text}`,
});

/** Others may reach what listens beyond the loopback: they are asked for a token, or for nothing over TLS. */
function addressFault({ address, token, certFile }: Checked): Fault | null {
  const literal = parseLiteral(address);
  const range = literal?.zone === null ? literal.address.range() : undefined;
  if (range === undefined || NOT_OWN.includes(range)) {
    return inBoth(
      'address',
      'is no IP address of this machine; write one such as 127.0.0.1, or 0.0.0.0 for all',
    );
  }
  if (range === 'loopback' || token !== '' || certFile !== '') return null;
  const what = 'can be reached by other machines';
  return {
    path: ['address'],
    message: `"metrics.prometheus.address" ${what}; set "token", or "certFile" and "keyFile", or use 127.0.0.1`,
    formMessage: `this ${what}; set a token or the TLS files, or use 127.0.0.1`,
  };
}

function fileFault(field: 'certFile' | 'keyFile', files: Checked): Fault | null {
  const file = files[field];
  const other = files[field === 'certFile' ? 'keyFile' : 'certFile'];
  if (file === '') return other === '' ? null : inBoth(field, 'is missing; TLS needs both files');
  if (!isAbsolute(file))
    return inBoth(field, 'is no whole path; begin at the root, such as /etc/ssl/own.pem');
  const isPath = file.length <= MAX_PATH_LENGTH && !file.includes('\0');
  return isPath ? null : inBoth(field, 'cannot be a path; correct it');
}

export function prometheusFaults(prometheus: Checked): readonly Fault[] {
  const token = ownTokenFault(prometheus.token);
  return [
    addressFault(prometheus),
    token === null ? null : inBoth('token', token),
    fileFault('certFile', prometheus),
    fileFault('keyFile', prometheus),
  ].filter((fault) => fault !== null);
}
