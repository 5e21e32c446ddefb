import { type Check, limited, no, ok } from './check.ts';

export const HELPER_FILES: Check = {
  id: 'helper-files',
  title: 'Helper files',
  run({ access: { file, distrust } }) {
    if (distrust !== '') return no(distrust.replace(/\.$/, ''));
    if (file === '') return limited('there are none');
    return ok(`nobody but root and you can change ${file} and what it loads`);
  },
};
