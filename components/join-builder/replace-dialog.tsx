'use client';

import type { InputSource } from '../../lib/contract/join.ts';
import { Dialog } from '../ui/dialog.tsx';
import { InputPicker } from './input-picker.tsx';
import type { KeptInputs } from './kept-inputs.ts';
import styles from './picker.module.css';
import type { Explain } from './source-facts.ts';

interface ReplaceDialogProps {
  readonly name: string;
  readonly explain: Explain;
  readonly kept: KeptInputs;
  onPick(source: InputSource): void;
  onClose(): void;
}

/** Another source in the place of an input: keys, filters and columns of the same names go on. */
export function ReplaceDialog({ name, explain, kept, onPick, onClose }: ReplaceDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width={560}
      childTakesFocus
      title={`Replace ${name}`}
      description="Keys, filters and output columns of the same names are kept."
    >
      <div className={styles.dialogBody}>
        <InputPicker label={`Replace ${name} with`} takesFocus explain={explain} kept={kept} onPick={onPick} />
      </div>
    </Dialog>
  );
}
