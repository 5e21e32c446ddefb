import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { backgroundColor } from '../../../../main/desktop/windows/window-colors.ts';
