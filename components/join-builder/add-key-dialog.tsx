'use client';

import { type FormEvent, useId, useState } from 'react';
import type { ColumnReference } from '../../lib/contract/join.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { type ListedColumn, typeText } from './input-view.ts';
import styles from './keys.module.css';
import { likelyPartner } from './likely-partner.ts';

interface AddKeyDialogProps {
  readonly left: readonly ListedColumn[];
  readonly right: readonly ListedColumn[];
  readonly leftName: string;
  readonly rightName: string;
  onAdd(left: ColumnReference, right: ColumnReference): void;
  onClose(): void;
}

/** A key by two lists, for those who do not want to drag. */
export function AddKeyDialog({ left, right, leftName, rightName, onAdd, onClose }: AddKeyDialogProps) {
  const [leftPlace, setLeftPlace] = useState(0);
  const [rightPlace, setRightPlace] = useState(() => partnerPlace(left[0], right));
  const formId = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const [one, other] = [left[leftPlace], right[rightPlace]];
    if (one === undefined || other === undefined) return;
    onAdd(referenceOf(one), referenceOf(other));
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width={560}
      childTakesFocus
      title="Add a key"
      description="Rows are joined where the two columns are equal. How they are compared can be changed afterwards."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId}>
            Add key
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.fields} onSubmit={submit}>
        <ColumnChoice
          label={leftName}
          columns={left}
          place={leftPlace}
          isFirst
          onChange={(place) => {
            setLeftPlace(place);
            setRightPlace(partnerPlace(left[place], right));
          }}
        />
        <span className={styles.operator}>=</span>
        <ColumnChoice label={rightName} columns={right} place={rightPlace} onChange={setRightPlace} />
      </form>
    </Dialog>
  );
}

interface ColumnChoiceProps {
  readonly label: string;
  readonly columns: readonly ListedColumn[];
  readonly place: number;
  readonly isFirst?: boolean;
  onChange(place: number): void;
}

function ColumnChoice({ label, columns, place, isFirst = false, onChange }: ColumnChoiceProps) {
  const id = useId();
  const hasGroups = new Set(columns.map(({ input }) => input.alias)).size > 1;
  return (
    <label className={styles.field} htmlFor={id}>
      Column of {label}
      <NativeSelect
        id={id}
        autoFocus={isFirst}
        value={place}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {columns.map(({ input, column }, index) => (
          <option key={`${input.alias}.${column.name}`} value={index}>
            {hasGroups ? `${input.alias}.` : ''}
            {column.name} · {typeText(column)}
          </option>
        ))}
      </NativeSelect>
    </label>
  );
}

const referenceOf = ({ input, column }: ListedColumn): ColumnReference => ({ input: input.alias, column: column.name });
const partnerPlace = (picked: ListedColumn | undefined, columns: readonly ListedColumn[]): number =>
  picked === undefined
    ? 0
    : likelyPartner(
        picked.column,
        columns.map(({ column }) => column),
      );
