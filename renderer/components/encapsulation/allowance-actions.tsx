import type { JSX } from 'preact';
import type { EncapsulationView } from '../../../main/contract/encapsulation-view.ts';
import { Button, type ButtonProps } from '../button.tsx';
import { openLog, takeBack } from './allowance.ts';

export interface AllowanceActionsProps {
  readonly told: EncapsulationView;
  readonly look: NonNullable<ButtonProps['look']>;
}

/** The ways to undo it and to check it. What the settings allow is taken back there. */
export function AllowanceActions({ told, look }: AllowanceActionsProps): JSX.Element {
  const { allowed, by, auditFile, network } = told;
  return (
    <>
      {allowed && by === 'answer' ? (
        <Button look={look} onClick={() => void takeBack(network)}>
          Take back
        </Button>
      ) : null}
      {auditFile === null ? null : (
        <Button look={look} onClick={() => void openLog()}>
          Open the log
        </Button>
      )}
    </>
  );
}
