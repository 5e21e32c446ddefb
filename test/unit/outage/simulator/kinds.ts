import type { Kind } from '../../../../main/domain/model/kind.ts';

export const INTERNET: readonly Kind[] = ['icmp4', 'icmp6', 'tcp4', 'tcp6'];
